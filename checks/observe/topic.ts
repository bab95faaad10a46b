import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  type Subscription,
} from '@aws-sdk/client-sns';
import type { Aws } from '../aws.ts';
import type { Seen, SubscriptionFacts, TopicFacts } from '../facts.ts';
import { foundIn } from '../tasks/found.ts';
import { see, unlessMissing } from '../trouble.ts';
import { maskEndpoint } from './mask.ts';
import { nameOfArn } from './place.ts';
import { parsePolicyText } from './policy-text.ts';

/** What is read of a topic: each part once, whoever asks for it. */
export interface TopicReader {
  list(): Promise<Seen<readonly string[]>>;
  attributes(arn: string): Promise<Seen<Readonly<Record<string, string>>>>;
  subscriptions(arn: string): Promise<Seen<readonly Subscription[]>>;
}

/** ARNs of the topics of this account and region. */
export async function listTopicArns({ sns }: Aws): Promise<Seen<readonly string[]>> {
  return see('sns:ListTopics', async () => {
    const arns: string[] = [];
    for await (const { Topics = [] } of paginateListTopics({ client: sns }, {})) {
      arns.push(...Topics.flatMap(({ TopicArn }) => TopicArn ?? []));
    }
    return arns;
  });
}

export async function readTopicAttributes({ sns }: Aws, arn: string) {
  return see('sns:GetTopicAttributes', async () => {
    const answer = await unlessMissing(sns.send(new GetTopicAttributesCommand({ TopicArn: arn })));
    return answer?.Attributes;
  });
}

export async function listSubscriptions({ sns }: Aws, arn: string): Promise<Seen<readonly Subscription[]>> {
  return see('sns:ListSubscriptionsByTopic', async () => {
    const all: Subscription[] = [];
    const pages = paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: arn });
    for await (const { Subscriptions = [] } of pages) all.push(...Subscriptions);
    return all;
  });
}

/** ARNs of the queues that are subscribed. */
export function subscribedQueues(subscriptions: Seen<readonly Subscription[]>): string[] {
  const all = foundIn(subscriptions) ?? [];
  return all.flatMap(({ Protocol, Endpoint }) => (Protocol === 'sqs' && Endpoint ? [Endpoint] : []));
}

/** Task 1, 3.1 and 9, and the subscriptions of task 2. */
export async function observeTopic(aws: Aws, reader: TopicReader, arn: string): Promise<Seen<TopicFacts>> {
  const [attributes, listed] = await Promise.all([reader.attributes(arn), reader.subscriptions(arn)]);
  if (attributes.kind !== 'found') return attributes;
  if (listed.kind !== 'found') return listed;
  const { Policy, KmsMasterKeyId, FifoTopic } = attributes.value;
  return see('sns:GetSubscriptionAttributes', async () => ({
    arn,
    name: nameOfArn(arn),
    fifo: FifoTopic === 'true',
    policy: parsePolicyText(Policy),
    kmsKey: KmsMasterKeyId || null,
    subscriptions: await Promise.all(listed.value.map((subscription) => readSubscription(aws, subscription))),
  }));
}

async function readSubscription(
  { sns }: Aws,
  { SubscriptionArn = '', Protocol = '', Endpoint = '' }: Subscription,
): Promise<SubscriptionFacts> {
  const confirmed = SubscriptionArn.startsWith('arn:');
  // Only what goes to a queue is judged by more than its being there.
  const attributes = confirmed && Protocol === 'sqs' ? await readAttributes(sns, SubscriptionArn) : {};
  const { RawMessageDelivery, FilterPolicy, FilterPolicyScope, PendingConfirmation, RedrivePolicy } =
    attributes;
  return {
    arn: SubscriptionArn,
    protocol: Protocol,
    endpoint: maskEndpoint(Endpoint),
    confirmed: confirmed && PendingConfirmation !== 'true',
    raw: RawMessageDelivery === 'true',
    filterPolicy: parsePolicyText(FilterPolicy),
    filterScope: FilterPolicyScope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes',
    deadLetterArn: deadLetterTarget(parsePolicyText(RedrivePolicy)),
  };
}

function deadLetterTarget(policy: unknown): string | null {
  const hasTarget = typeof policy === 'object' && policy !== null && 'deadLetterTargetArn' in policy;
  return hasTarget ? String(policy.deadLetterTargetArn) : null;
}

async function readAttributes(sns: Aws['sns'], SubscriptionArn: string): Promise<Record<string, string>> {
  const answer = await unlessMissing(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })));
  return answer?.Attributes ?? {};
}
