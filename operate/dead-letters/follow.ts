import { countMessages } from '../../account/follow/queue-search.ts';
import type { Move, MoveProgress } from '../../account/move.ts';
import type { Aws } from '../../aws/clients.ts';
import { pauseFor } from '../../aws/poll.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import { type ListedQueue, listQueue } from './listing.ts';

/** What happened to the messages that were moved back. `moved` is the approximate count of SQS. */
export type Outcome =
  /** All messages were processed. */
  | { kind: 'done'; moved: number }
  | { kind: 'came-back'; moved: number; listed: ListedQueue }
  /** The queue was not empty at the timeout or on Ctrl-C. */
  | { kind: 'waiting'; moved: number; left: number }
  /** The move task of SQS failed. */
  | { kind: 'failed'; moved: number; reason: string | undefined }
  /** This command or somebody else cancelled the move task. */
  | { kind: 'cancelled'; moved: number };

export interface FollowOptions {
  /** How long a queue must stay empty, in milliseconds. The counts of SQS lag behind. */
  quietMs: number;
  /** How long the messages can take after the move, in milliseconds. */
  patienceMs: number;
  say(line: string): void;
  /** Aborting it cancels a running move. */
  signal: AbortSignal;
}

const POLL_MS = 1000;

/** Follows a move until the source queues are empty, and then checks whether messages came back. */
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
  options.say('checking whether a message came back');
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
    say(toMove === undefined ? 'SQS is starting the move' : `moved ${moved} of ${toMove}`);
    await pauseFor(POLL_MS, signal);
  }
}

/** Cancels the move. The move can have ended in the meantime. */
async function cancel(move: Move, { moved }: MoveProgress): Promise<number> {
  return move.cancel().catch(async () => Math.max(moved, (await move.look()).moved));
}

/** @returns the number of messages left at the timeout, or 0 when the queues are empty. */
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
    say(left > 0 ? `${left} in progress` : `empty, watching for ${Math.round(quietMs / 1000)} s`);
  }
}
