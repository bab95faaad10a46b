import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { given } from './given.ts';
import { consoleQueuePolicy, consoleTopicPolicy, subscribedQueuePolicy } from './policies.ts';

export interface BuiltTopic {
  name: string;
  arn: string;
}

export interface BuiltQueue {
  name: string;
  arn: string;
  url: string;
  subscriptionArn: string;
}

/** Task 1. */
export async function createTopic({ sns }: Aws, name: string): Promise<BuiltTopic> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
  const topic = { name, arn: given(TopicArn) };
  await putTopicPolicy({ sns }, topic, consoleTopicPolicy(topic.arn));
  return topic;
}

/** Task 3.1, with a policy of `policies.ts`. */
export async function putTopicPolicy(
  { sns }: Pick<Aws, 'sns'>,
  { arn }: BuiltTopic,
  policy: object,
): Promise<void> {
  const AttributeValue = JSON.stringify(policy);
  await sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue }));
}

/** Tasks 2.1 and 2.2. */
export async function createQueue(aws: Aws, name: string, topic: BuiltTopic): Promise<BuiltQueue> {
  const arn = queueArn(topic.arn, name);
  const Attributes = {
    Policy: JSON.stringify(consoleQueuePolicy(arn)),
    SqsManagedSseEnabled: 'true',
    // The console's 30 s are less than the functions' timeout. Lambda refuses a trigger with such a queue.
    VisibilityTimeout: '180',
  };
  const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const Policy = JSON.stringify(subscribedQueuePolicy(arn, topic.arn));
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return { name, arn, url: given(QueueUrl), subscriptionArn: await subscribe(aws, topic.arn, 'sqs', arn) };
}

const SECONDS_TO_EMPTY = 30;

/**
 * Waits until a queue is empty and no message is in flight, for example the test event of the bucket's notification.
 */
export async function untilEmpty({ sqs }: Aws, { url }: Pick<BuiltQueue, 'url'>): Promise<void> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  for (let tries = 0; tries < SECONDS_TO_EMPTY * 10; tries++) {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }),
    );
    if (Object.values(Attributes).every((count) => count === '0')) return;
    await sleep(100);
  }
}

/** Returns the ARN of a queue in the account and region of a topic. */
export function queueArn(topicArn: string, name: string): string {
  const [, , , region, account] = topicArn.split(':');
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** @returns the subscription's ARN. */
export async function subscribe(
  { sns }: Aws,
  TopicArn: string,
  Protocol: string,
  Endpoint: string,
  Attributes: Record<string, string> = {},
): Promise<string> {
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }),
  );
  return given(SubscriptionArn);
}
