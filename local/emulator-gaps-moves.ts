/**
 * MiniStack has none of SQS's tasks that move messages out of a dead-letter queue: does by hand what the task does, with
 * the same effect. Beside `emulator-gaps.ts`, for it knows what the embedded AWS does otherwise than AWS.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../checks/aws.ts';
import { nameOfArn } from '../checks/observe/place.ts';
import { countMessages } from '../checks/probe/queue-search.ts';
import type { Move, MoveProgress, MoveRequest } from '../operate/dead-letters/move-task.ts';
import { isHealthy } from './emulator.ts';

export const MOVES_BY_HAND =
  'The embedded AWS has no task that moves messages: each is received, sent and deleted by hand.';

/** Whether it was the embedded AWS that did not know a move task. @param endpoint undefined for AWS itself. */
export async function lacksMoveTasks(error: unknown, endpoint: string | undefined): Promise<boolean> {
  const isUnknown = error instanceof Error && error.name === 'InvalidAction';
  return isUnknown && endpoint !== undefined && (await isHealthy(endpoint));
}

/** Begins to move what is there now: what comes back meanwhile is not moved again. */
export async function startMoveByHand({ sqs }: Pick<Aws, 'sqs'>, request: MoveRequest): Promise<Move> {
  const urlOf = async (arn: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName: nameOfArn(arn) }))).QueueUrl ?? '';
  const from = await urlOf(request.from);
  const progress: MoveProgress = {
    status: 'RUNNING',
    moved: 0,
    toMove: (await countMessages({ sqs }, from)).arrived,
  };
  const moving = moveAll(progress.toMove ?? 0).catch((error: unknown) => {
    progress.status = 'FAILED';
    progress.failureReason = error instanceof Error ? error.message : String(error);
  });
  return {
    joined: false,
    look: async () => ({ ...progress }),
    async cancel() {
      progress.status = 'CANCELLING';
      await moving;
      return progress.moved;
    },
  };

  async function moveAll(count: number): Promise<void> {
    for (let next = await receive(); next !== undefined; next = await receive()) {
      await moveOne(next);
      progress.moved++;
      if (progress.moved >= count || progress.status === 'CANCELLING') break;
      if (request.rate !== undefined) await sleep(1000 / request.rate);
    }
    progress.status = progress.status === 'CANCELLING' ? 'CANCELLED' : 'COMPLETED';
  }

  async function receive(): Promise<Message | undefined> {
    const all = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] };
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: from, ...all }));
    return Messages?.[0];
  }

  /** Sends before it deletes: whatever ends this in between, nothing is lost. */
  async function moveOne({ Body, MessageAttributes, Attributes, ReceiptHandle }: Message): Promise<void> {
    const to = request.to ?? Attributes?.DeadLetterQueueSourceArn;
    if (to === undefined) throw new Error('CouldNotDetermineMessageSource');
    const QueueUrl = await urlOf(to);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body, MessageAttributes }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
  }
}
