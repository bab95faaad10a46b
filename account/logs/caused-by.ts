import type { InvocationFacts } from '../facts.ts';
import type { Worker } from '../follow/stations.ts';
import type { LoggedInvocation } from './invocations.ts';
import { troubleLines } from './trouble-lines.ts';

/** Something that was sent, whose invocation is wanted. */
export interface Cause {
  /** Texts, one of which is in the log if the function logs what it received. */
  names: readonly string[];
  /** Milliseconds on AWS's clock: when it was sent. */
  since: number;
  /** For a function that logs no names: whether to accept an invocation that names nothing else. */
  unnamed: false | Unnamed;
}

export interface Unnamed {
  /** Milliseconds on AWS's clock. */
  until?: number;
  /** Tells whether a line belongs to something else. */
  unlike: (line: string) => boolean;
  /** The ids of invocations that something else caused. */
  others?: ReadonlySet<string>;
}

/** The clocks of AWS's services and of this machine can differ by this much. */
const SLACK_MS = 200;

/**
 * Finds the invocation that something caused; the last one, when there are several.
 * @returns undefined when there is none yet.
 */
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

/** Tells whether a line names something other than the probe's message or picture. */
export function namesSomethingElse(line: string): boolean {
  return /ingest(\/|%2F)|s3:TestEvent|Testing Hello world/i.test(line);
}

/** Tells whether an invocation failed, according to its log. */
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
 * Filters the invocations of one function in a log group that several functions share. Lambda puts the function's
 * name into the name of the log stream. The embedded AWS does not, so there only the function's own lines can tell.
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
