import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { OUTPUT_NAMES, type OutputName } from '../../lab/output-names.ts';
import type { DeadLetterQueue } from '../../operate/dead-letters/dead-letter-queues.ts';
import { type ListedLetter, listQueue } from '../../operate/dead-letters/listing.ts';
import { moveBack } from '../../operate/dead-letters/move-back.ts';
import type { DeadLetter } from './accountant.ts';

/**
 * Lists the dead letters, with the reasons that `npm run dead-letters` finds in the logs. The messages stay in their
 * queues.
 */
export async function listDeadLetters(aws: Aws, queues: readonly DeadLetterQueue[]): Promise<DeadLetter[]> {
  const listed = await Promise.all(queues.map((queue) => listQueue(aws, queue)));
  return listed.flatMap(({ queue, letters }) =>
    letters.flatMap((letter) =>
      keysOf(letter).map((key) => ({ key, folder: folderOf(queue), reason: reasonOf(letter) })),
    ),
  );
}

/**
 * Moves dead letters back, as `npm run redrive` does.
 * @returns how many were moved.
 * @throws Error when they are not processed in time.
 */
export async function redrive(
  aws: Aws,
  queues: readonly DeadLetterQueue[],
  endpoint: string,
): Promise<number> {
  const { signal } = new AbortController();
  const options = { endpoint, rate: undefined, timeout: undefined, say: () => {}, signal };
  const { results } = await moveBack(aws, queues, options);
  let moved = 0;
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason;
    if (result.value.kind !== 'done')
      throw new Error(`Expected the redrive to end as 'done', but it ended as '${result.value.kind}'.`);
    moved += result.value.moved;
  }
  return moved;
}

/** Receives and deletes all messages of a queue. */
export async function takeAll({ sqs }: Pick<Aws, 'sqs'>, QueueUrl: string): Promise<Message[]> {
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      // Without this, the pipeline's queues would wait for 20 seconds.
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return taken;
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    taken.push(...Messages);
  }
}

function keysOf({ content }: ListedLetter): string[] {
  return content.kind === 'objects' ? content.objects.map(({ key }) => key) : [];
}

/**
 * A process that is killed while it starts has not logged which message it was started for. The embedded AWS also
 * drops the last log lines of a process that is killed later.
 */
function reasonOf({ reason }: ListedLetter): string | undefined {
  if (reason.kind === 'logged') return reason.text;
  return reason.kind === 'probable' ? `probably: ${reason.text}` : undefined;
}

function folderOf({ name }: DeadLetterQueue): OutputName {
  const folder = OUTPUT_NAMES.find((one) => name.startsWith(one));
  if (folder === undefined)
    throw new Error(`Expected ${OUTPUT_NAMES.join('- or ')}- at the beginning of ${name}.`);
  return folder;
}
