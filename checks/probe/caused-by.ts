import type { InvocationFacts } from '../facts.ts';
import type { LoggedInvocation } from './invocations.ts';
import type { Worker } from './stations.ts';
import { troubleLines } from './trouble-lines.ts';

/** Something that was sent, for which an invocation is looked for. */
export interface Cause {
  /** Texts of which one is in the log, if the function names what it got. */
  names: readonly string[];
  /** Milliseconds of AWS's clock: when it was sent. */
  since: number;
  /** For a function that names nothing: whether an invocation that names nothing else is taken for it. */
  unnamed: false | Unnamed;
}

export interface Unnamed {
  /** Milliseconds of AWS's clock. */
  until?: number;
  /** Tells lines that something else caused. */
  unlike: (line: string) => boolean;
  /** Ids of invocations that something else caused. */
  others?: ReadonlySet<string>;
}

/** Clocks within AWS, and this machine's, may differ by as much. */
const SLACK_MS = 200;

/** The invocation that something caused; of several, the last. Undefined when there is none (yet). */
export function invocationCausedBy(
  invocations: readonly LoggedInvocation[],
  cause: Cause,
  worker: Worker,
): InvocationFacts | undefined {
  const own = ofWorker(invocations, worker);
  const named = own.filter(({ lines }) =>
    lines.some((line) => cause.names.some((name) => line.includes(name))),
  );
  const candidates = named.length > 0 ? named : own.filter((invocation) => mayBe(invocation, cause));
  const last = candidates.at(-1);
  if (last === undefined) return undefined;
  return {
    requestId: last.requestId,
    startedAt: new Date(last.startedAt).toISOString(),
    endedAt: last.endedAt === null ? null : new Date(last.endedAt).toISOString(),
    report: last.report,
    errors: troubleLines(last.lines),
    namesUpload: named.length > 0,
    earlierTries: candidates.length - 1,
  };
}

/** What a line says that something else than a message or a picture of the probe has caused. */
export function namesSomethingElse(line: string): boolean {
  return /ingest(\/|%2F)|s3:TestEvent|Testing Hello world/i.test(line);
}

/** Whether it failed, as far as its log tells. */
export function hasFailed({ report, errors }: InvocationFacts): boolean {
  return report?.status !== undefined || errors.length > 0;
}

function mayBe({ requestId, startedAt, lines }: LoggedInvocation, { since, unnamed }: Cause): boolean {
  if (!unnamed) return false;
  const { until = Number.POSITIVE_INFINITY, unlike, others } = unnamed;
  const isThen = startedAt >= since - SLACK_MS && startedAt <= until;
  return isThen && !lines.some(unlike) && !others?.has(requestId);
}

/**
 * Several functions can share a log group. There Lambda puts the function's name into the stream's; the embedded AWS does
 * not, and only what the functions say tells them apart.
 */
function ofWorker(
  invocations: readonly LoggedInvocation[],
  { name, logGroup }: Worker,
): readonly LoggedInvocation[] {
  if (logGroup === `/aws/lambda/${name}`) return invocations;
  const naming = invocations.filter(({ stream, lines }) =>
    [stream, ...lines].some((text) => text.includes(name)),
  );
  return naming.length > 0 ? naming : invocations;
}
