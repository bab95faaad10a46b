import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  type Subscription,
} from '@aws-sdk/client-sns';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { SubscriptionFacts, TopicFacts } from '../facts.ts';
import { foundIn, type Seen, see } from '../seen.ts';
import { maskEndpoint } from './mask.ts';
import { nameOfArn } from './place.ts';
import { parsePolicyText } from './policy-text.ts';

/** Reads parts of a topic. Each part is read once, however many callers ask for it. */
export interface TopicReader {
  list(): Promise<Seen<readonly string[]>>;
  attributes(arn: string): Promise<Seen<Readonly<Record<string, string>>>>;
  subscriptions(arn: string): Promise<Seen<readonly Subscription[]>>;
}

/** Lists the ARNs of the topics in this account and region. */
export async function listTopicArns({ sns }: Aws): Promise<Seen<readonly string[]>> {
  return see('sns:ListTopics', async () => {
    const arns: string[] = [];
    for await (const { Topics = [] } of firstPages(paginateListTopics({ client: sns }, {}))) {
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
    for await (const { Subscriptions = [] } of firstPages(pages)) all.push(...Subscriptions);
    return all;
  });
}

/** Lists the ARNs of the subscribed queues. */
export function subscribedQueues(subscriptions: Seen<readonly Subscription[]>): string[] {
  const all = foundIn(subscriptions) ?? [];
  return all.flatMap(({ Protocol, Endpoint }) => (Protocol === 'sqs' && Endpoint ? [Endpoint] : []));
}

/** Reads the topic for tasks 1, 3.1 and 9, and its subscriptions for task 2. */
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
  // Only subscriptions of queues are graded by their attributes.
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
