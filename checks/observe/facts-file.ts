import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Failure } from '../../local/set-up/failure.mjs';
import type { Facts } from '../facts.ts';
import { maskAccounts, maskEmails } from './mask.ts';

const SCHEMA_VERSION = 1;

/**
 * Saves what was seen as JSON, in one step: a reader finds the old file or the whole new one. Email addresses are masked,
 * and account ids, unless asked for.
 * @throws Failure when it cannot be written.
 */
export function writeFacts(file: string, facts: Facts, { showAccount }: { showAccount: boolean }): void {
  const shared = maskEmails(showAccount ? facts : maskAccounts(facts, facts.account));
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, `${JSON.stringify(shared, null, 2)}\n`);
    renameSync(unfinished, file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem = `What was seen could not be saved: ${reason}.`;
    throw new Failure({ code: 'facts-not-saved', problem, fix: SAVE }, { cause });
  }
}

const SAVE = 'npm run check -- --save facts.json';

/** Reads what `writeFacts` saved. @throws Failure for what is not there, or is something else. */
export function readFacts(file: string): Facts {
  const parsed = parse(file, readText(file));
  if (typeof parsed !== 'object' || parsed === null || !('lab' in parsed) || parsed.lab !== 'hands-on-4') {
    throw notFacts(`${file} does not hold the facts of this lab, as --save writes them.`);
  }
  if ('tasks' in parsed) throw notFacts(`${file} is a grade: it takes the facts that it was made from.`);
  const version = 'schemaVersion' in parsed ? parsed.schemaVersion : undefined;
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    const problem = `${file} was saved by a newer version of the grader (${version}; this one reads ${SCHEMA_VERSION}).`;
    throw new Failure({ code: 'facts-too-new', problem, fix: 'git pull' });
  }
  if (!isFacts(parsed)) throw notFacts(`${file} lacks a part of the facts: it was changed or cut off.`);
  return parsed;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw notFacts(isMissing ? `There is no file ${file}.` : `${file} cannot be read: ${reason}.`, cause);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notFacts(`${file} is not JSON.`, cause);
  }
}

function notFacts(problem: string, cause?: unknown): Failure {
  return new Failure(
    { code: 'no-facts', problem, fix: `${SAVE}   # saves what can be graded again` },
    { cause },
  );
}

/** By its outer shape: what is within was written by the same program. */
function isFacts(parsed: object): parsed is Facts {
  const facts: Partial<Record<string, unknown>> = { ...parsed };
  const isPair = (value: unknown, keys: readonly [string, string]) =>
    isRecord(value) && keys.every((key) => isSeen(value[key]));
  return (
    ['topic', 'bucket', 'journey', 'message'].every((key) => isSeen(facts[key])) &&
    isPair(facts.queues, ['thumbnail', 'mobile']) &&
    isPair(facts.functions, ['thumbnail', 'mobile']) &&
    isPair(facts.roles, ['custom', 'lab']) &&
    ['account', 'region', 'startedAt'].every((key) => typeof facts[key] === 'string') &&
    typeof facts.durationMs === 'number' &&
    (facts.mode === 'probe' || facts.mode === 'read-only') &&
    Array.isArray(facts.leftovers)
  );
}

function isSeen(value: unknown): boolean {
  return isRecord(value) && ['found', 'absent', 'ambiguous', 'unreadable'].includes(String(value.kind));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
