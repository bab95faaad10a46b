import { setTimeout as sleep } from 'node:timers/promises';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { takeAll } from './dead-letters.ts';
import type { Bench } from './harness.ts';

/** A queue that is subscribed to the topic and gets a copy of every message. */
export interface Copies {
  /** Waits for this many messages, and takes them. @returns the bodies as SNS sends them. */
  take(count: number): Promise<string[]>;
  close(): Promise<void>;
}

export async function openCopies({ aws: { sqs, sns }, topicArn }: Bench): Promise<Copies> {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'faults-copies', Attributes: { Policy } }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }),
  );
  return {
    async take(count) {
      const bodies: string[] = [];
      for (
        const deadline = Date.now() + 60_000;
        bodies.length < count && Date.now() < deadline;
        await sleep(100)
      )
        bodies.push(...(await takeAll({ sqs }, QueueUrl)).map(({ Body = '' }) => Body));
      return bodies;
    },
    async close() {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}

/** Sends a message to both queues of the pipeline, as if SNS delivered it again. @returns how many it sent. */
export async function deliver(
  { aws: { sqs }, branches }: Bench,
  body: string,
  delaySeconds = 0,
): Promise<number> {
  for (const { queueUrl } of branches)
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: delaySeconds }),
    );
  return branches.length;
}
