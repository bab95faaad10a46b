import type { MoveRequest } from '../../account/move.ts';
import type { Aws } from '../../aws/clients.ts';
import { isHealthy } from '../../aws/embedded.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import { followMove, type Outcome } from './follow.ts';
import { startMove } from './move-task.ts';

export interface MoveBackOptions {
  /** Endpoint of an embedded AWS. Undefined for AWS itself. */
  endpoint: string | undefined;
  /** Messages per second. */
  rate: number | undefined;
  /** Seconds to follow the moved messages. The default is as long as all tries of a message can take. */
  timeout: number | undefined;
  say(line: string): void;
  signal: AbortSignal;
}

/** The message counts of AWS are correct after a minute. The embedded AWS counts exactly. */
const QUIET_MS = { aws: 60_000, embedded: 3000 };
/** Additional time for the move itself and for the last try. */
const MORE_PATIENCE_MS = 120_000;

/**
 * Moves the messages of all these dead-letter queues back at the same time and follows them.
 * @returns notes for the user, and a settled result for each queue.
 */
export async function moveBack(aws: Aws, queues: readonly DeadLetterQueue[], options: MoveBackOptions) {
  const endpoint = options.endpoint ?? process.env.AWS_ENDPOINT_URL;
  const isEmbedded = endpoint !== undefined && (await isHealthy(endpoint));
  const quietMs = isEmbedded ? QUIET_MS.embedded : QUIET_MS.aws;
  const notes = new Set<string>();
  const shown = new Map<string, string>();
  const results = await Promise.allSettled(
    queues.map(async (queue): Promise<Outcome> => {
      const move = await startMove(aws, requestFor(queue, options.rate));
      if (move.joined) notes.add(`A move of ${queue.name} was already running. This command followed it.`);
      const patienceMs = options.timeout === undefined ? longestTries(queue) : options.timeout * 1000;
      const say = (line: string) => tell(options, shown, queue.name, line);
      return followMove(aws, queue, move, { quietMs, patienceMs, say, signal: options.signal });
    }),
  );
  return { notes: [...notes], results };
}

/** Names the destination, because SQS does not know the source of messages that SNS sent to the dead-letter queue. */
export function requestFor({ arn, sources }: DeadLetterQueue, rate: number | undefined): MoveRequest {
  return { from: arn, to: sources.length === 1 ? sources[0]?.arn : undefined, rate };
}

function longestTries({ sources }: DeadLetterQueue): number {
  const tries = sources.map(
    ({ maxReceiveCount, visibilityTimeoutSeconds }) =>
      (maxReceiveCount ?? 1) * visibilityTimeoutSeconds * 1000,
  );
  return Math.max(...tries) + MORE_PATIENCE_MS;
}

/** Reports the progress of all queues, but only when it has changed. */
function tell({ say }: MoveBackOptions, shown: Map<string, string>, queue: string, line: string): void {
  if (shown.get(queue) === line) return;
  shown.set(queue, line);
  say([...shown].map(([name, text]) => `${name}: ${text}`).join(' · '));
}
