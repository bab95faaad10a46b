import type { Aws } from '../../checks/aws.ts';
import type { Seen } from '../../checks/facts.ts';
import { namesSomethingElse } from '../../checks/probe/caused-by.ts';
import { type LoggedInvocation, readInvocations } from '../../checks/probe/invocations.ts';
import { namesOf } from '../../checks/probe/past-names.ts';
import { troubleLines } from '../../checks/probe/trouble-lines.ts';
import { foundIn } from '../../checks/tasks/found.ts';
import { troubleInWords } from '../../checks/tasks/invocation-trouble.ts';
import { see } from '../../checks/trouble.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Source } from './dead-letter-queues.ts';

/** Why a message is in the dead-letter queue. */
export type Reason =
  /** The function said so: of the message, or at least of its picture. */
  | { kind: 'logged'; text: string; requestId: string; logGroup: string }
  /** A run of about that time failed without a word of what it worked on, as functions do that do not say it first. */
  | { kind: 'probable'; text: string; requestId: string; logGroup: string }
  /** It never came to the function. */
  | { kind: 'not-delivered' }
  | { kind: 'unknown'; text: string };

/** Clocks within AWS differ by less. */
const CLOCK_MS = 1000;
/** A last try may take a while, and its log lines come late. */
const SLACK_MS = 60_000;

/**
 * Looks for the reasons in the function's log, by the message's id, its key, and the time in which it was tried.
 * @param letters of this source. @returns by message id.
 */
export async function findReasons(
  aws: Pick<Aws, 'logs'>,
  source: Source,
  letters: readonly DeadLetter[],
): Promise<ReadonlyMap<string, Reason>> {
  const tried = letters.filter(({ movedFrom }) => movedFrom !== undefined);
  const failed = await see('logs:FilterLogEvents', () => readFailedRuns(aws, source, tried));
  return new Map(letters.map((letter) => [letter.messageId, reasonOf(letter, source, failed)]));
}

/** A run that its log tells to have failed. */
export interface FailedRun extends LoggedInvocation {
  logGroup: string;
}

/** The reason for one message, as far as the runs that failed tell it. */
export function reasonOf(letter: DeadLetter, source: Source, seen: Seen<readonly FailedRun[]>): Reason {
  if (letter.movedFrom === undefined) return { kind: 'not-delivered' };
  if (source.worker === undefined) {
    return { kind: 'unknown', text: `no function takes messages from ${source.name}: it has no trigger` };
  }
  if (seen.kind === 'unreadable') {
    const { action, message } = seen.trouble;
    return { kind: 'unknown', text: `the log could not be read (${action}): ${message}` };
  }
  const failed = foundIn(seen) ?? [];
  return (
    named([letter.messageId], source, failed) ??
    named(keysOf(letter).flatMap(namesOf), source, failed.filter(inTimeOf(letter, source))) ??
    unnamed(letter, source, failed) ?? {
      kind: 'unknown',
      text: `nothing in the log of ${source.worker.name} tells of it, from ${new Date(letter.sentAt).toISOString()} on`,
    }
  );
}

/** What the last of the runs says that name the message, and in which it failed: beside it, others of its batch can have. */
function named(names: readonly string[], source: Source, failed: readonly FailedRun[]): Reason | undefined {
  const isNamed = (line: string) => names.some((name) => line.includes(name));
  for (const run of failed.toReversed()) {
    if (!run.lines.some(isNamed)) continue;
    const [own] = troubleLines(run.lines.filter(isNamed));
    const lines = run.lines.filter((line) => isNamed(line) || !namesSomethingElse(line));
    const text = own ?? troubleOf({ ...run, lines }, source);
    if (text !== undefined) return { ...told(run, text), kind: 'logged' };
  }
  return undefined;
}

function unnamed(letter: DeadLetter, source: Source, failed: readonly FailedRun[]): Reason | undefined {
  const run = failed
    .filter(inTimeOf(letter, source))
    .findLast(({ lines }) => !lines.some((line) => namesSomethingElse(line)));
  if (run === undefined) return undefined;
  return { ...told(run, troubleOf(run, source) ?? 'it failed without a word'), kind: 'probable' };
}

function told({ requestId, logGroup }: FailedRun, text: string) {
  return { text, requestId, logGroup };
}

function troubleOf({ lines, report }: FailedRun, { worker }: Source): string | undefined {
  return troubleInWords({ report, errors: troubleLines(lines) }, worker);
}

function keysOf({ content }: DeadLetter): string[] {
  return content.kind === 'objects' ? content.objects.map(({ key }) => key) : [];
}

/** Milliseconds from and to which a message was tried, as long as the queue's settings are what they were then. */
function triedIn(
  { sentAt, firstReceivedAt }: DeadLetter,
  { visibilityTimeoutSeconds, maxReceiveCount }: Source,
): { from: number; to: number } {
  const tries = (maxReceiveCount ?? 1) + 1;
  const lasted = tries * visibilityTimeoutSeconds * 1000 + SLACK_MS;
  // When it waited in the queue first, nobody knows how long.
  return {
    from: sentAt - CLOCK_MS,
    to: firstReceivedAt === undefined ? Date.now() : firstReceivedAt + lasted,
  };
}

function inTimeOf(letter: DeadLetter, source: Source): (run: FailedRun) => boolean {
  const { from, to } = triedIn(letter, source);
  return ({ startedAt }) => startedAt >= from && startedAt <= to;
}

/** The runs that failed while any of the messages were tried. */
async function readFailedRuns(
  aws: Pick<Aws, 'logs'>,
  source: Source,
  letters: readonly DeadLetter[],
): Promise<FailedRun[]> {
  const { worker } = source;
  if (worker === undefined || letters.length === 0) return [];
  const runs: FailedRun[] = [];
  // An update of the stack may have given the function a log group of its own only since then.
  for (const logGroup of new Set([`/aws/lambda/${worker.name}`, worker.logGroup])) {
    for (const window of merge(letters.map((letter) => triedIn(letter, source)))) {
      const all = await readInvocations(aws, { logGroup, ...window });
      runs.push(...all.filter(hasFailed).map((run) => ({ ...run, logGroup })));
    }
  }
  return runs;
}

function hasFailed({ report, lines }: LoggedInvocation): boolean {
  return report?.status !== undefined || troubleLines(lines).length > 0;
}

/** The same times, without what is in several of them. */
export function merge(windows: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of windows.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
