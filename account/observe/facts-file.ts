import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Failure } from '../../cli/failure.mjs';
import type { Facts } from '../facts.ts';
import { maskAccounts, maskEmails } from './mask.ts';
import { whatIsWrong } from './validate-facts.ts';

const SCHEMA_VERSION = 1;

/**
 * Saves the facts as JSON, in one step: a reader finds either the old file or the whole new one. Email addresses are
 * always masked. Account ids are masked unless `showAccount` is true.
 * @throws Failure when the file cannot be written.
 */
export function writeFacts(file: string, facts: Facts, { showAccount }: { showAccount: boolean }): void {
  const shared = maskEmails(showAccount ? facts : maskAccounts(facts, facts.account));
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, `${harmless(JSON.stringify(shared, null, 2))}\n`);
    renameSync(unfinished, file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem = `The facts could not be saved: ${reason}.`;
    throw new Failure({ code: 'facts-not-saved', problem, fix: SAVE }, { cause });
  }
}

/**
 * Escapes characters in the JSON that could control a terminal or form a command of a CI runner when the file is
 * printed.
 */
function harmless(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(/[\u007f-\u009f\u2028\u2029\p{Cf}\p{Co}]|(?<=#)#/gu, (found) =>
    found.split('').map(escaped).join(''),
  );
}

const SAVE = 'npm run check -- --save facts.json';

/** Reads a file that `writeFacts` saved. @throws Failure when the file is missing or holds something else. */
export function readFacts(file: string): Facts {
  const parsed = parse(file, readText(file));
  if (typeof parsed !== 'object' || parsed === null || !('lab' in parsed) || parsed.lab !== 'hands-on-4') {
    throw notFacts(`${file} must hold facts of this lab, as --save writes them, but it holds other JSON.`);
  }
  if ('tasks' in parsed)
    throw notFacts(`${file} holds a grade. Grading needs the facts that the grade was made from.`);
  const version = 'schemaVersion' in parsed ? parsed.schemaVersion : undefined;
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    const problem = `${file} was saved by a newer grader (version ${version} of the facts). This grader reads version ${SCHEMA_VERSION}.`;
    throw new Failure({ code: 'facts-too-new', problem, fix: 'git pull' });
  }
  const wrong = whatIsWrong(parsed);
  if (wrong !== undefined) throw notFacts(`${file} must hold facts as --save writes them. ${wrong}`);
  // The schema is generated from this type.
  return parsed as unknown as Facts;
}

/** Bytes. Facts take about 100 KB, mostly for three small pictures. */
const MOST_BYTES = 16_000_000;

function readText(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  // Reading a pipe or a device may never end.
  if (stats !== undefined && !stats.isFile())
    throw notFacts(`${file} must be a regular file, but it is something else.`);
  if (stats !== undefined && stats.size > MOST_BYTES) {
    throw notFacts(`${file} has ${stats.size} bytes, but facts have at most ${MOST_BYTES}.`);
  }
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
    throw notFacts(`${file} must hold JSON, but it holds something else.`, cause);
  }
}

function notFacts(problem: string, cause?: unknown): Failure {
  return new Failure(
    { code: 'no-facts', problem, fix: `${SAVE}   # saves facts that can be graded again` },
    { cause },
  );
}
