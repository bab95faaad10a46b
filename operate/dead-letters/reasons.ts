import { namesOf } from '../../account/follow/past-names.ts';
import { namesSomethingElse } from '../../account/logs/caused-by.ts';
import { type LoggedInvocation, readInvocations } from '../../account/logs/invocations.ts';
import { troubleInWords } from '../../account/logs/trouble-in-words.ts';
import { troubleLines } from '../../account/logs/trouble-lines.ts';
import { foundIn, type Seen, see } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Source } from './dead-letter-queues.ts';

/** Why a message is in the dead-letter queue. */
export type Reason =
  /** The function logged it for this message or for its picture. */
  | { kind: 'logged'; text: string; requestId: string; logGroup: string }
  /** An invocation of that time failed and does not name what it processed. */
  | { kind: 'probable'; text: string; requestId: string; logGroup: string }
  /** The message never reached the function. */
  | { kind: 'not-delivered' }
  | { kind: 'unknown'; text: string };

/** Clocks within AWS differ by less than this. */
const CLOCK_MS = 1000;
/** The last try can take a while, and its log lines arrive late. */
const SLACK_MS = 60_000;

/**
 * Finds the reasons in the function's log. It uses the message id, the key of the picture and the time of the tries.
 * @param letters messages of this source.
 * @returns the reasons by message id.
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

/** An invocation that failed according to its log. */
export interface FailedRun extends LoggedInvocation {
  logGroup: string;
}

/** Finds the reason for one message in the failed invocations. */
export function reasonOf(letter: DeadLetter, source: Source, seen: Seen<readonly FailedRun[]>): Reason {
  if (letter.movedFrom === undefined) return { kind: 'not-delivered' };
  if (source.worker === undefined) {
    return { kind: 'unknown', text: `${source.name} triggers no function` };
  }
  if (seen.kind === 'unreadable') {
    const { action, message } = seen.trouble;
    return { kind: 'unknown', text: `The log could not be read (${action}): ${message}` };
  }
  const failed = foundIn(seen) ?? [];
  return (
    named([letter.messageId], source, failed) ??
    named(keysOf(letter).flatMap(namesOf), source, failed.filter(inTimeOf(letter, source))) ??
    unnamed(letter, source, failed) ?? {
      kind: 'unknown',
      text: `The log of ${source.worker.name} has no entry for this message since ${new Date(letter.sentAt).toISOString()}`,
    }
  );
}

/** Finds the last invocation that names the message and in which it failed. Other messages of the batch can have failed too. */
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
  return {
    ...told(run, troubleOf(run, source) ?? 'The invocation failed without an error in its log'),
    kind: 'probable',
  };
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

/** Returns the period in which a message was tried, in milliseconds. It assumes that the settings of the queue did not change. */
function triedIn(
  { sentAt, firstReceivedAt }: DeadLetter,
  { visibilityTimeoutSeconds, maxReceiveCount }: Source,
): { from: number; to: number } {
  const tries = (maxReceiveCount ?? 1) + 1;
  const lasted = tries * visibilityTimeoutSeconds * 1000 + SLACK_MS;
  // The message can have waited in the queue first, for an unknown time.
  return {
    from: sentAt - CLOCK_MS,
    to: firstReceivedAt === undefined ? Date.now() : firstReceivedAt + lasted,
  };
}

function inTimeOf(letter: DeadLetter, source: Source): (run: FailedRun) => boolean {
  const { from, to } = triedIn(letter, source);
  return ({ startedAt }) => startedAt >= from && startedAt <= to;
}

/** Reads the invocations that failed while any of the messages were tried. */
async function readFailedRuns(
  aws: Pick<Aws, 'logs'>,
  source: Source,
  letters: readonly DeadLetter[],
): Promise<FailedRun[]> {
  const { worker } = source;
  if (worker === undefined || letters.length === 0) return [];
  const runs: FailedRun[] = [];
  // The messages can be older than an update of the stack that gave the function its own log group.
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

/** Merges overlapping periods. */
export function merge(windows: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of windows.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
