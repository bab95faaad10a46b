import type { Aws } from '../../aws/clients.ts';
import { findDeadLetterQueues } from '../../operate/dead-letters/dead-letter-queues.ts';
import { requestFor } from '../../operate/dead-letters/move-back.ts';
import { startMove } from '../../operate/dead-letters/move-task.ts';
import type { CommandResult } from '../command.ts';

/** Sends the dead letters back to their queues. What becomes of them comes as changes. @param only the name of one queue. */
export async function redrive(aws: Aws, only: string | undefined): Promise<CommandResult> {
  const { deadLetterQueues } = await findDeadLetterQueues(aws, {});
  const queues = deadLetterQueues.filter(({ name }) => only === undefined || name === only);
  if (queues.length === 0)
    return {
      ...{ ok: false, problem: `Expected the dead-letter queue ${only}, found no such queue.` },
      fix: 'Add a redrive policy to the queue.',
    };
  for (const queue of queues) await startMove(aws, requestFor(queue, undefined));
  const names = queues.map(({ name }) => name).join(' and ');
  return { ok: true, words: `The messages of ${names} are sent again.` };
}
