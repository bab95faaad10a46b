import {
  ENDS,
  type End,
  type InvocationFacts,
  type JourneyFacts,
  type Seen,
  type Trouble,
} from '../facts.ts';
import type { TaskGrade } from '../grade.ts';
import { endNames } from '../tasks/ends.ts';

/** One stretch of a picture's way through the pipeline. */
export type Hop = {
  /** Null for what both ends share: the upload. */
  end: End | null;
  name: string;
} & (
  | /** Milliseconds from the start of the upload. */ { kind: 'took'; startMs: number; endMs: number }
  /** The first that did not happen at this end, and why, as far as was observed. */
  | { kind: 'missing'; why: string }
  /** Whether and when it happened could not be observed. */
  | { kind: 'unknown'; why: string }
);

type Measured = Extract<Hop, { kind: 'took' }>;
type JourneyEnd = JourneyFacts['ends'][End];

/**
 * Takes a picture's way apart: the upload, then each end's hops in order, up to the first that did not happen.
 * @param tasks as graded: they tell which hop that is, when what was set up is to blame.
 */
export function waterfall(journey: JourneyFacts, tasks: readonly TaskGrade[] = []): Hop[] {
  const upload: Hop = { end: null, name: 'upload', kind: 'took', startMs: 0, endMs: journey.uploadMs };
  // How long a learner's own upload took is not known.
  return [
    ...(journey.uploadMs > 0 ? [upload] : []),
    ...ENDS.flatMap((end) => hopsOf(journey, end).map((hop) => blame(hop, end, tasks))),
  ];
}

/** For each end, its function's REPORT line, where there is one. */
export function reportsOf({ ends }: JourneyFacts) {
  return ENDS.flatMap((end) => {
    const { invocation } = ends[end];
    const report = invocation.kind === 'found' ? invocation.value.report : null;
    return report ? [{ end, functionName: endNames[end].functionName, report }] : [];
  });
}

function hopsOf(journey: JourneyFacts, end: End): Hop[] {
  const { invocation, output } = journey.ends[end];
  if (invocation.kind !== 'found') {
    return [notStarted(journey.ends[end], end, invocation), ...seenHop(journey, end, journey.uploadMs)];
  }
  const started = startHops(journey, end, invocation.value);
  const startMs = started.at(-1)?.endMs ?? journey.uploadMs;
  const work = { end, name: `${endNames[end].functionName} works` };
  const failure = output.kind === 'found' ? undefined : failureOf(invocation.value, end);
  if (failure !== undefined) return [...started, { ...work, kind: 'missing', why: failure }];
  const workMs = workTime(invocation.value);
  if (workMs === undefined && output.kind !== 'found') {
    const why = `It had not ended ${seconds(journey.ends[end].waitedMs)} after the upload.`;
    return [...started, { ...work, kind: 'missing', why }];
  }
  const endMs = startMs + (workMs ?? 0);
  const worked: Hop[] = workMs === undefined ? [] : [{ ...work, kind: 'took', startMs, endMs }];
  return [...started, ...worked, ...seenHop(journey, end, endMs)];
}

const TRAVEL = 'S3 → SNS → SQS → start';

/** The hop that the steps of a task are about, by the task's first digit. */
const HOP_OF_TASK: Readonly<Record<string, string>> = {
  1: 'S3 → SNS',
  2: 'SNS → SQS',
  3: 'S3 → SNS',
  4: 'SQS → start',
  5: 'SQS → start',
};

/** Names the step without which no invocation could come of the upload. */
function blame(hop: Hop, end: End, tasks: readonly TaskGrade[]): Hop {
  if (hop.kind !== 'missing' || hop.name !== TRAVEL) return hop;
  const steps = tasks.flatMap((task) => task.steps);
  const blocker = steps.find(({ id }) => id === `7.1.${end}`)?.blockedBy;
  const step = steps.find(({ id }) => id === blocker);
  if (step === undefined) return hop;
  return {
    ...hop,
    name: HOP_OF_TASK[step.id.charAt(0)] ?? hop.name,
    why: `${hop.why} See ${step.id}: ${step.title}.`,
  };
}

/** A cold start lies before the invocation's START line, and may have begun before the message came. */
function startHops(
  { uploadedAt, uploadMs }: JourneyFacts,
  end: End,
  invocation: InvocationFacts,
): Measured[] {
  const { startedAt, report, earlierTries } = invocation;
  // The clocks of two machines may differ: nothing starts before the upload is done.
  const startMs = Math.max(uploadMs, uploadMs + Date.parse(startedAt) - Date.parse(uploadedAt));
  const initStart = Math.max(uploadMs, startMs - (report?.initMs ?? 0));
  const tries =
    earlierTries === 0 ? '' : `, ${earlierTries === 1 ? 'one try' : `${earlierTries} tries`} before`;
  const hops: Measured[] = [
    { end, name: `${TRAVEL}${tries}`, kind: 'took', startMs: uploadMs, endMs: initStart },
  ];
  if (report?.initMs === undefined) return hops;
  return [...hops, { end, name: 'cold start', kind: 'took', startMs: initStart, endMs: startMs }];
}

function workTime({ report, startedAt, endedAt }: InvocationFacts): number | undefined {
  if (report) return report.durationMs;
  return endedAt === null ? undefined : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

function notStarted(
  { output, messagesLeft, waitedMs }: JourneyEnd,
  end: End,
  invocation: Exclude<Seen<InvocationFacts>, { kind: 'found' }>,
): Hop {
  const { queue, functionName } = endNames[end];
  const hop = { end, name: TRAVEL };
  if (invocation.kind === 'unreadable')
    return { ...hop, kind: 'unknown', why: couldNot('The log could not be read', invocation.trouble) };
  if (output.kind === 'found') {
    const why = `The output is there, yet the log of ${functionName} holds no invocation for it: may its role write logs?`;
    return { ...hop, kind: 'unknown', why };
  }
  const none = `${functionName} was not invoked within ${seconds(waitedMs)}`;
  return { ...hop, kind: 'missing', why: `${none}${whereItIs(messagesLeft, queue)}` };
}

function whereItIs(messagesLeft: number | null, queue: string): string {
  if (messagesLeft === null) return `, and ${queue} could not be looked into.`;
  if (messagesLeft === 0)
    return `, and nothing waits in ${queue}: the upload's message did not get to the queue.`;
  const messages = messagesLeft === 1 ? 'a message is' : `${messagesLeft} messages are`;
  return `, and ${messages} still in ${queue}: the trigger did not take it.`;
}

/** Why an invocation made nothing, as its log tells; undefined when it tells of no trouble. */
function failureOf({ report, errors, earlierTries }: InvocationFacts, end: End): string | undefined {
  const [line] = errors;
  if (report?.status === undefined && line === undefined) return undefined;
  const { functionName } = endNames[end];
  const how =
    report?.status === 'timeout'
      ? `${functionName} ran out of time after ${report.durationMs.toFixed(0)} ms`
      : `${functionName} failed${report?.errorType ? ` (${report.errorType})` : ''}`;
  const before =
    earlierTries === 0 ? '' : `, and ${earlierTries === 1 ? 'once' : `${earlierTries} times`} before`;
  return `${how}${before}${line === undefined ? '.' : `: ${line}`}`;
}

/** @param afterMs when the function was done; the output may be there a little earlier. */
function seenHop(journey: JourneyFacts, end: End, afterMs: number): Hop[] {
  const { invocation, output, waitedMs } = journey.ends[end];
  const hop = { end, name: 'output seen' };
  switch (output.kind) {
    case 'found': {
      const { seenAfterMs } = output.value;
      if (seenAfterMs === null) return [];
      const endMs = journey.uploadMs + seenAfterMs;
      return [{ ...hop, kind: 'took', startMs: Math.min(afterMs, endMs), endMs }];
    }
    case 'unreadable':
      return [{ ...hop, kind: 'unknown', why: couldNot('The output could not be read', output.trouble) }];
    case 'ambiguous':
      return [{ ...hop, kind: 'unknown', why: `It could be any of ${output.candidates.join(', ')}.` }];
    case 'absent': {
      // An earlier hop has said so already.
      if (invocation.kind === 'absent') return [];
      const why = `No output of it below ${end}/ within ${seconds(waitedMs)}, though the log tells of no trouble.`;
      return [{ ...hop, kind: invocation.kind === 'found' ? 'missing' : 'unknown', why }];
    }
  }
}

function couldNot(what: string, { kind, action, message }: Trouble): string {
  return kind === 'denied'
    ? `${what}: these credentials lack the permission ${action}.`
    : `${what} (${action}): ${message}`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
