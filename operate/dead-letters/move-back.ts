import type { Aws } from '../../checks/aws.ts';
import { isHealthy } from '../../local/emulator.ts';
import { lacksMoveTasks, MOVES_BY_HAND, startMoveByHand } from '../../local/emulator-gaps-moves.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import { followMove, type Outcome } from './follow.ts';
import { type Move, type MoveRequest, startMove } from './move-task.ts';

export interface MoveBackOptions {
  /** Of an AWS of one's own; undefined for AWS itself. */
  endpoint: string | undefined;
  /** Messages a second. */
  rate: number | undefined;
  /** Seconds to follow what was moved; else as long as all tries of a message may take. */
  timeout: number | undefined;
  say(line: string): void;
  signal: AbortSignal;
}

/** AWS's counts of messages are right within a minute; the embedded AWS counts exactly. */
const QUIET_MS = { aws: 60_000, embedded: 3000 };
/** Beyond all tries: for the move itself to settle, and the last try. */
const MORE_PATIENCE_MS = 120_000;

/** Moves all of these queues back, side by side, and follows what was moved. */
export async function moveBack(aws: Aws, queues: readonly DeadLetterQueue[], options: MoveBackOptions) {
  const endpoint = options.endpoint ?? process.env.AWS_ENDPOINT_URL;
  const isEmbedded = endpoint !== undefined && (await isHealthy(endpoint));
  const quietMs = isEmbedded ? QUIET_MS.embedded : QUIET_MS.aws;
  const notes = new Set<string>();
  const shown = new Map<string, string>();
  const results = await Promise.allSettled(
    queues.map(async (queue): Promise<Outcome> => {
      const move = await start(aws, endpoint, requestFor(queue, options.rate), notes);
      if (move.joined) notes.add(`${queue.name} was being moved already: that move was followed.`);
      const patienceMs = options.timeout === undefined ? longestTries(queue) : options.timeout * 1000;
      const say = (line: string) => tell(options, shown, queue.name, line);
      return followMove(aws, queue, move, { quietMs, patienceMs, say, signal: options.signal });
    }),
  );
  return { notes: [...notes], results };
}

/** With the queue named, for what SNS has put there has no queue of its own to go back to. */
function requestFor({ arn, sources }: DeadLetterQueue, rate: number | undefined): MoveRequest {
  return { from: arn, to: sources.length === 1 ? sources[0]?.arn : undefined, rate };
}

async function start(
  aws: Aws,
  endpoint: string | undefined,
  request: MoveRequest,
  notes: Set<string>,
): Promise<Move> {
  try {
    return await startMove(aws, request);
  } catch (error) {
    if (!(await lacksMoveTasks(error, endpoint))) throw error;
    notes.add(MOVES_BY_HAND);
    return startMoveByHand(aws, request);
  }
}

function longestTries({ sources }: DeadLetterQueue): number {
  const tries = sources.map(
    ({ maxReceiveCount, visibilityTimeoutSeconds }) =>
      (maxReceiveCount ?? 1) * visibilityTimeoutSeconds * 1000,
  );
  return Math.max(...tries) + MORE_PATIENCE_MS;
}

/** Once for each change. */
function tell({ say }: MoveBackOptions, shown: Map<string, string>, queue: string, line: string): void {
  if (shown.get(queue) === line) return;
  shown.set(queue, line);
  say([...shown].map(([name, text]) => `${name}: ${text}`).join(' · '));
}
