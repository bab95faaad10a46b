import type { InvocationFacts, JourneyFacts } from '../../account/facts.ts';
import type { Seen } from '../../account/seen.ts';
import { type Trouble, whyDenied } from '../../aws/trouble.ts';
import { labParts } from '../../lab/ends.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import type { TaskGrade } from '../grade.ts';

/** One hop of a picture's path through the pipeline. */
export type Hop = {
  /** Null for the upload, which both outputs share. */
  end: LabOutput | null;
  name: string;
} & (
  | /** Milliseconds from the start of the upload. */ { kind: 'took'; startMs: number; endMs: number }
  /** The first hop that did not happen at this end, and the observed reason. */
  | { kind: 'missing'; why: string }
  /** The grader could not observe whether the hop happened. */
  | { kind: 'unknown'; why: string }
);

type Measured = Extract<Hop, { kind: 'took' }>;
type JourneyEnd = JourneyFacts['ends'][LabOutput];

/** The heading above a waterfall. */
export function journeyHeading({ by }: Pick<JourneyFacts, 'by'>): string {
  return by === 'probe' ? "Path of the grader's test picture" : 'Path of your newest upload';
}

/**
 * Divides a picture's path into hops: the upload, then the hops of each end in order, up to the first one that did not happen.
 * @param tasks as graded. They show which hop did not happen when a setting is to blame.
 */
export function waterfall(journey: JourneyFacts, tasks: readonly TaskGrade[] = []): Hop[] {
  const upload: Hop = { end: null, name: 'upload', kind: 'took', startMs: 0, endMs: journey.uploadMs };
  // The duration of a learner's own upload is not known.
  return [
    ...(journey.uploadMs > 0 ? [upload] : []),
    ...LAB_OUTPUT_NAMES.flatMap((end) => hopsOf(journey, end).map((hop) => blame(hop, end, tasks))),
  ];
}

/** The REPORT lines of the functions, where there are any. */
export function reportsOf({ ends }: JourneyFacts) {
  return LAB_OUTPUT_NAMES.flatMap((end) => {
    const { invocation } = ends[end];
    const report = invocation.kind === 'found' ? invocation.value.report : null;
    return report ? [{ end, functionName: labParts[end].functionName, report }] : [];
  });
}

function hopsOf(journey: JourneyFacts, end: LabOutput): Hop[] {
  const { invocation, output } = journey.ends[end];
  if (invocation.kind !== 'found') {
    return [notStarted(journey.ends[end], end, invocation), ...seenHop(journey, end, journey.uploadMs)];
  }
  const started = startHops(journey, end, invocation.value);
  const startMs = started.at(-1)?.endMs ?? journey.uploadMs;
  const work = { end, name: `${labParts[end].functionName} runs` };
  const failure = output.kind === 'found' ? undefined : failureOf(invocation.value, end);
  if (failure !== undefined) return [...started, { ...work, kind: 'missing', why: failure }];
  const workMs = workTime(invocation.value);
  if (workMs === undefined && output.kind !== 'found') {
    const why = `It was still running ${seconds(journey.ends[end].waitedMs)} after the upload.`;
    return [...started, { ...work, kind: 'missing', why }];
  }
  const endMs = startMs + (workMs ?? 0);
  const worked: Hop[] = workMs === undefined ? [] : [{ ...work, kind: 'took', startMs, endMs }];
  return [...started, ...worked, ...seenHop(journey, end, endMs)];
}

const TRAVEL = 'S3 → SNS → SQS → start';

/** The hop that the steps of a task concern, by the first digit of the task. */
const HOP_OF_TASK: Readonly<Record<string, string>> = {
  1: 'S3 → SNS',
  2: 'SNS → SQS',
  3: 'S3 → SNS',
  4: 'SQS → start',
  5: 'SQS → start',
};

/** Names the failed step that kept the upload from causing an invocation. */
function blame(hop: Hop, end: LabOutput, tasks: readonly TaskGrade[]): Hop {
  if (hop.kind !== 'missing' || hop.name !== TRAVEL) return hop;
  const steps = tasks.flatMap((task) => task.steps);
  const blocker = steps.find(({ id }) => id === `7.1.${end}`)?.blockedBy;
  const step = steps.find(({ id }) => id === blocker);
  if (step === undefined) return hop;
  return {
    ...hop,
    name: HOP_OF_TASK[step.id.charAt(0)] ?? hop.name,
    why: `${hop.why} See step ${step.id}.`,
  };
}

/** A cold start comes before the invocation's START line, and may begin before the message arrives. */
function startHops(
  { uploadedAt, uploadMs }: JourneyFacts,
  end: LabOutput,
  invocation: InvocationFacts,
): Measured[] {
  const { startedAt, report, earlierTries } = invocation;
  // The clocks of two machines may differ, but nothing can start before the upload is done.
  const startMs = Math.max(uploadMs, uploadMs + Date.parse(startedAt) - Date.parse(uploadedAt));
  const initStart = Math.max(uploadMs, startMs - (report?.initMs ?? 0));
  const tries =
    earlierTries === 0
      ? ''
      : `, ${earlierTries === 1 ? 'one failed attempt' : `${earlierTries} failed attempts`}`;
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
  end: LabOutput,
  invocation: Exclude<Seen<InvocationFacts>, { kind: 'found' }>,
): Hop {
  const { queue, functionName } = labParts[end];
  const hop = { end, name: TRAVEL };
  if (invocation.kind === 'unreadable')
    return { ...hop, kind: 'unknown', why: couldNot('The log could not be read', invocation.trouble) };
  if (output.kind === 'found') {
    const why = `The output exists, but the log of ${functionName} has no invocation for it. Check that its role is allowed to write logs.`;
    return { ...hop, kind: 'unknown', why };
  }
  const none = `${functionName} was not invoked within ${seconds(waitedMs)}`;
  return { ...hop, kind: 'missing', why: `${none}${whereItIs(messagesLeft, queue)}` };
}

function whereItIs(messagesLeft: number | null, queue: string): string {
  if (messagesLeft === null) return `. The grader could not read ${queue}.`;
  if (messagesLeft === 0) return `. ${queue} is empty, so the upload's message did not reach the queue.`;
  const messages = messagesLeft === 1 ? 'a message' : `${messagesLeft} messages`;
  return `. ${queue} still has ${messages}, so the trigger did not receive the upload's message.`;
}

/** Explains from its log why an invocation wrote nothing; undefined when the log shows no trouble. */
function failureOf({ report, errors, earlierTries }: InvocationFacts, end: LabOutput): string | undefined {
  const [line] = errors;
  if (report?.status === undefined && line === undefined) return undefined;
  const { functionName } = labParts[end];
  const attempt = earlierTries === 0 ? '' : ` on attempt ${earlierTries + 1}`;
  const type = report?.errorType ? ` (${report.errorType})` : '';
  const how =
    report?.status === 'timeout'
      ? `timed out after ${report.durationMs.toFixed(0)} ms${attempt}`
      : `failed${attempt}${type}`;
  return `${functionName} ${how}${line === undefined ? '.' : `: ${line}`}`;
}

/** @param afterMs when the function ended. The output may exist a little earlier. */
function seenHop(journey: JourneyFacts, end: LabOutput, afterMs: number): Hop[] {
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
      return [
        {
          ...hop,
          kind: 'unknown',
          why: `Several objects could be the output: ${output.candidates.join(', ')}.`,
        },
      ];
    case 'absent': {
      // An earlier hop already says so.
      if (invocation.kind === 'absent') return [];
      const why = `Nothing was written to ${end}/ within ${seconds(waitedMs)}, although the log shows no error.`;
      return [{ ...hop, kind: invocation.kind === 'found' ? 'missing' : 'unknown', why }];
    }
  }
}

function couldNot(what: string, trouble: Trouble): string {
  return trouble.kind === 'denied'
    ? `${what}: ${whyDenied(trouble)}.`
    : `${what} (${trouble.action}): ${trouble.message}`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
