import type { Facts } from '../account/facts.ts';
import { readPastUpload } from '../account/follow/past-upload.ts';
import { sharedPictureThread } from '../account/follow/picture-thread.ts';
import { observe } from '../account/observe/observe.ts';
import { bounded } from '../aws/bounded-aws.ts';
import { type Aws, endpointOf } from '../aws/clients.ts';
import { isHealthy } from '../aws/embedded.ts';
import { AWS_PACE, EMBEDDED_PACE } from '../aws/pace.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../lab/output-names.ts';
import { type Grade, gradeFacts, isPartOf } from './grade.ts';
import { hopesOf, isHeldBack, type Part } from './hopes.ts';
import { LEAST_EDGE, type Probed, probe } from './probe/probe.ts';
import { mayProbeDiffer } from './relevant-change.ts';
import { NEEDED_RIGHTS } from './rights/needed-rights.ts';
import { boxOf } from './tasks/box.ts';

export interface GradeOptions {
  /** When true, nothing is published, uploaded or removed. */
  readOnly: boolean;
  /** The longest time, in seconds, to wait for the message and then for the picture. */
  seconds: number;
  /** Ids of tasks, `2.1` or `2`. Default: all tasks. */
  only?: readonly string[] | undefined;
  /** Ids of tasks that are removed from the points and the maximum. */
  without?: readonly string[] | undefined;
  stack?: string | undefined;
  topic?: string | undefined;
  bucket?: string | undefined;
  /** Facts of an earlier probe, which are used again while nothing that they depend on has changed. */
  earlier?: Facts | undefined;
  /** Receives a line about each step of the work. */
  say: (line: string) => void;
  /** When it is aborted, all calls to AWS end, except those by which the probe removes what it created. */
  signal?: AbortSignal | undefined;
  /** Set when this process grades other accounts too. Then an abort does not stop their pictures. */
  isOneOfMany?: boolean;
}

/**
 * Grades the lab in an account: it discovers the resources, observes them, sends the probe and verifies the facts.
 * Errors of AWS become part of the facts and are never thrown.
 * @returns the grade, and the facts from which it was made.
 * @example
 * const { grade } = await gradeAccount(connect({}), { readOnly: true, seconds: 40, say: console.error });
 * console.log(renderTerminal(grade, { colour: true, width: 80 }));
 */
export async function gradeAccount(aws: Aws, options: GradeOptions): Promise<{ facts: Facts; grade: Grade }> {
  const startedAt = performance.now();
  const { only = [], without = [], stack, topic, bucket, say } = options;
  const names = {
    ...(stack !== undefined && { stack }),
    ...(topic !== undefined && { topic }),
    ...(bucket !== undefined && { bucket }),
  };
  const { signal, isOneOfMany = false } = options;
  const working = signal ? bounded(aws, signal) : aws;
  if (!isOneOfMany) signal?.addEventListener('abort', () => sharedPictureThread().end(), { once: true });
  const observed = await observe(working, {
    ...names,
    say,
    neededRights: isOneOfMany ? NEEDED_RIGHTS : undefined,
  });
  const mode = options.readOnly ? 'read-only' : 'probe';
  const before: Facts = { ...observed, ...NOTHING, mode, durationMs: 0 };
  const followed = isFollowed(only) ? await follow(aws, before, options) : NOTHING;
  const durationMs = Math.round(performance.now() - startedAt);
  const facts: Facts = { ...before, ...followed, durationMs };
  return { facts, grade: gradeFacts(facts, only, 'account', without) };
}

const NOTHING: Probed = { message: { kind: 'absent' }, journey: { kind: 'absent' }, leftovers: [] };

/** Tasks that depend on what happens to a message or a picture. */
const BY_WHAT_HAPPENS = ['2.3', '5.2', '5.4', '7.1', '7.2'];

function isFollowed(only: readonly string[]): boolean {
  return only.length === 0 || BY_WHAT_HAPPENS.some((id) => only.some((asked) => isPartOf(id, asked)));
}

async function follow(
  aws: Aws,
  before: Facts,
  { readOnly, earlier, seconds, say, signal }: GradeOptions,
): Promise<Probed> {
  if (readOnly)
    return {
      ...NOTHING,
      journey: await readPastUpload(signal ? bounded(aws, signal) : aws, before, { say }),
    };
  if (earlier && !mayProbeDiffer(earlier, before)) {
    const { message, journey, leftovers } = earlier;
    return { message, journey, leftovers: [...leftovers] };
  }
  const hopes = hopesOf(before);
  const isBroken = (part: Part, end: LabOutput) =>
    hopes.proofAgainst(part, end) !== undefined || isHeldBack(before, end, seconds);
  const pace = (await isEmbedded(aws)) ? EMBEDDED_PACE : AWS_PACE;
  // The picture is larger than every box, so that a copy of it never passes.
  const leastEdge = Math.max(
    LEAST_EDGE,
    ...LAB_OUTPUT_NAMES.map((end) => Math.ceil(boxOf(before, end) * 1.25)),
  );
  return probe(aws, before, {
    ...{ seconds, leastEdge, isBroken, pace, say },
    isMute: hopes.isMute,
    ...(signal && { signal }),
  });
}

/** Whether the embedded AWS answers, and not AWS itself. */
async function isEmbedded(aws: Aws): Promise<boolean> {
  const endpoint = await endpointOf(aws);
  return endpoint !== undefined && (await isHealthy(endpoint));
}
