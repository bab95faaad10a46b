import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../checks/aws.ts';
import type { DeadLetterQueue } from '../operate/dead-letters/dead-letter-queues.ts';
import { type ListedLetter, listQueue } from '../operate/dead-letters/listing.ts';
import { moveBack } from '../operate/dead-letters/move-back.ts';
import type { DeadLetter } from './accountant.ts';
import { type Folder, folders } from './uploads.ts';

/** What lies in the dead-letter queues, with the reasons that `npm run dead-letters` finds in the logs. It stays there. */
export async function listDeadLetters(aws: Aws, queues: readonly DeadLetterQueue[]): Promise<DeadLetter[]> {
  const listed = await Promise.all(queues.map((queue) => listQueue(aws, queue)));
  return listed.flatMap(({ queue, letters }) =>
    letters.flatMap((letter) =>
      keysOf(letter).map((key) => ({ key, folder: folderOf(queue), reason: reasonOf(letter) })),
    ),
  );
}

/** As `npm run redrive` does. @returns how many messages were moved back. @throws Error when they are not done with. */
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
    if (result.value.kind !== 'done') throw new Error(`The redrive ended as '${result.value.kind}'.`);
    moved += result.value.moved;
  }
  return moved;
}

/** Receives and deletes all messages of a queue. */
export async function takeAll({ sqs }: Pick<Aws, 'sqs'>, QueueUrl: string): Promise<Message[]> {
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      // The pipeline's queues would else wait for 20 seconds.
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
 * A process that is killed while it starts cannot have said for which message it did; and the embedded AWS drops what one
 * said that was killed later.
 */
function reasonOf({ reason }: ListedLetter): string | undefined {
  if (reason.kind === 'logged') return reason.text;
  return reason.kind === 'probable' ? `probably: ${reason.text}` : undefined;
}

function folderOf({ name }: DeadLetterQueue): Folder {
  const folder = folders.find((one) => name.startsWith(one));
  if (folder === undefined)
    throw new Error(`Expected ${folders.join('- or ')}- at the beginning of ${name}.`);
  return folder;
}
