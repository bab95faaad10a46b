import type { Aws } from './aws.ts';
import type { End, Facts } from './facts.ts';
import { blockerOf, type Grade, gradeFacts, isPartOf } from './grade.ts';
import { observe } from './observe/observe.ts';
import { readPastJourney } from './probe/past-journey.ts';
import { type Probed, probe } from './probe/probe.ts';

export interface GradeOptions {
  /** Nothing is published, uploaded or removed. */
  readOnly: boolean;
  /** How long to wait, at most, for what should happen. */
  seconds: number;
  /** Ids of tasks, `2.1` or `2`; all when there is none. */
  only?: readonly string[] | undefined;
  stack?: string | undefined;
  topic?: string | undefined;
  bucket?: string | undefined;
  /** Narrates what is under way. */
  say: (line: string) => void;
  /** When it is aborted, the probe removes what it made, and ends. */
  signal?: AbortSignal | undefined;
}

/** Grades the lab in an account: discover, observe, probe, verify. Never throws for what AWS says. */
export async function gradeAccount(aws: Aws, options: GradeOptions): Promise<{ facts: Facts; grade: Grade }> {
  const startedAt = performance.now();
  const { only = [], stack, topic, bucket, say } = options;
  const names = {
    ...(stack !== undefined && { stack }),
    ...(topic !== undefined && { topic }),
    ...(bucket !== undefined && { bucket }),
  };
  const observed = await observe(aws, { ...names, say });
  const mode = options.readOnly ? 'read-only' : 'probe';
  const before: Facts = { ...observed, ...NOTHING, mode, durationMs: 0 };
  const followed = isFollowed(only) ? await follow(aws, before, options) : NOTHING;
  const durationMs = Math.round(performance.now() - startedAt);
  const facts: Facts = { ...before, ...followed, durationMs };
  return { facts, grade: gradeFacts(facts, only) };
}

const NOTHING: Probed = { message: { kind: 'absent' }, journey: { kind: 'absent' }, leftovers: [] };

/** Tasks that go by what happens to a message or a picture. */
const BY_WHAT_HAPPENS = ['2.3', '5.2', '5.4', '7.1', '7.2'];

function isFollowed(only: readonly string[]): boolean {
  return only.length === 0 || BY_WHAT_HAPPENS.some((id) => only.some((asked) => isPartOf(id, asked)));
}

async function follow(
  aws: Aws,
  before: Facts,
  { readOnly, seconds, say, signal }: GradeOptions,
): Promise<Probed> {
  if (readOnly) return { ...NOTHING, journey: await readPastJourney(aws, before, { say }) };
  // What cannot work need not be waited for as long.
  const isBroken = (part: 'message' | 'journey', end: End) =>
    blockerOf(before, part === 'message' ? `2.3.${end}` : `7.1.${end}`) !== undefined;
  return probe(aws, before, { seconds, isBroken, say, ...(signal && { signal }) });
}
