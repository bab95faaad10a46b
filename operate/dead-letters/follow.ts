import type { Aws } from '../../checks/aws.ts';
import { pauseFor } from '../../checks/probe/poll.ts';
import { countMessages } from '../../checks/probe/queue-search.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import { type ListedQueue, listQueue } from './listing.ts';
import type { Move, MoveProgress } from './move-task.ts';

/** What became of what was moved back. `moved` is what SQS says: approximately. */
export type Outcome =
  /** All of it is done with. */
  | { kind: 'done'; moved: number }
  | { kind: 'came-back'; moved: number; listed: ListedQueue }
  /** The time was up, or it was stopped, before the queue was empty. */
  | { kind: 'waiting'; moved: number; left: number }
  /** SQS gave up. */
  | { kind: 'failed'; moved: number; reason: string | undefined }
  /** By us, or by somebody else. */
  | { kind: 'cancelled'; moved: number };

export interface FollowOptions {
  /** How long a queue has to be empty before that is believed, milliseconds: SQS's counts lag behind. */
  quietMs: number;
  /** How long the messages may take after they were moved, milliseconds. */
  patienceMs: number;
  say(line: string): void;
  /** When it is aborted, a move that runs is cancelled. */
  signal: AbortSignal;
}

const POLL_MS = 1000;

/** Follows a move, and then what was moved, until its queues are empty; looks at last whether it came back. */
export async function followMove(
  aws: Aws,
  queue: DeadLetterQueue,
  move: Move,
  options: FollowOptions,
): Promise<Outcome> {
  const ended = await untilMoved(move, options);
  const moved = Math.max(ended.moved, ended.status === 'COMPLETED' ? (ended.toMove ?? 0) : 0);
  if (ended.status === 'FAILED') return { kind: 'failed', moved, reason: ended.failureReason };
  if (ended.status !== 'COMPLETED') return { kind: 'cancelled', moved };
  const left = await untilQuiet(aws, queue, options);
  if (left > 0) return { kind: 'waiting', moved, left };
  options.say('looks whether anything came back');
  const listed = await listQueue(aws, queue, options.signal);
  if (listed.letters.length > 0) return { kind: 'came-back', moved, listed };
  return { kind: 'done', moved };
}

async function untilMoved(move: Move, { say, signal }: FollowOptions): Promise<MoveProgress> {
  for (;;) {
    const progress = await move.look();
    const { status, moved, toMove } = progress;
    if (status !== 'RUNNING' && status !== 'CANCELLING') return progress;
    if (signal.aborted) return { ...progress, status: 'CANCELLED', moved: await cancel(move, progress) };
    say(toMove === undefined ? 'SQS begins to move' : `moved ${moved} of ${toMove}`);
    await pauseFor(POLL_MS, signal);
  }
}

/** It may just have ended by itself. */
async function cancel(move: Move, { moved }: MoveProgress): Promise<number> {
  return move.cancel().catch(async () => Math.max(moved, (await move.look()).moved));
}

/** @returns how many messages are left when the patience is over; 0 when the queues are empty. */
async function untilQuiet(
  aws: Aws,
  { sources }: DeadLetterQueue,
  { quietMs, patienceMs, say, signal }: FollowOptions,
): Promise<number> {
  const deadline = performance.now() + patienceMs;
  for (let quietSince: number | undefined; ; await pauseFor(POLL_MS, signal)) {
    const counts = await Promise.all(sources.map(({ url }) => countMessages(aws, url)));
    const left = counts.reduce((sum, { arrived, delayed }) => sum + arrived + delayed, 0);
    const now = performance.now();
    if (left > 0) quietSince = undefined;
    else quietSince ??= now;
    if (quietSince !== undefined && now - quietSince >= quietMs) return 0;
    if (signal.aborted || (now > deadline && left > 0)) return left;
    say(left > 0 ? `${left} in work` : `empty; watched for ${Math.round(quietMs / 1000)} s`);
  }
}
