import { GetQueueAttributesCommand, GetQueueUrlCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { DeadLetterQueueFacts, QueueFacts } from '../facts.ts';
import { follow, type Seen, see } from '../seen.ts';
import { nameOfArn } from './place.ts';
import { parsePolicyText } from './policy-text.ts';

/** A queue and its URL, as the endpoint returned it. */
export interface QueuePlace {
  name: string;
  url: string;
}

export async function readQueuePlace({ sqs }: Aws, name: string): Promise<Seen<QueuePlace>> {
  return see('sqs:GetQueueUrl', async () => {
    const answer = await unlessMissing(sqs.send(new GetQueueUrlCommand({ QueueName: name })));
    return answer?.QueueUrl === undefined ? undefined : { name, url: answer.QueueUrl };
  });
}

/** Lists the queues whose names begin with the same letter, lower or upper case. */
export async function listQueuesLike({ sqs }: Aws, name: string): Promise<Seen<readonly QueuePlace[]>> {
  const list = async (QueueNamePrefix: string): Promise<QueuePlace[]> => {
    const urls: string[] = [];
    const pages = paginateListQueues({ client: sqs }, { QueueNamePrefix, MaxResults: 1000 });
    for await (const { QueueUrls = [] } of firstPages(pages)) urls.push(...QueueUrls);
    return urls.map((url) => ({ name: nameOfArn(url), url }));
  };
  const first = name.slice(0, 1);
  return see('sqs:ListQueues', async () =>
    (await Promise.all([first.toLowerCase(), first.toUpperCase()].map(list))).flat(),
  );
}

/** Reads a queue for tasks 2.1 and 2.2. */
export async function observeQueue(aws: Aws, { name, url }: QueuePlace): Promise<Seen<QueueFacts>> {
  return see('sqs:GetQueueAttributes', async () => {
    const attributes = await readAttributes(aws, url);
    return attributes && queueFacts(name, attributes);
  });
}

type Attributes = Readonly<Record<string, string>>;

async function readAttributes({ sqs }: Aws, QueueUrl: string): Promise<Attributes | undefined> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  return (await unlessMissing(sqs.send(command)))?.Attributes;
}

function queueFacts(name: string, attributes: Attributes): QueueFacts {
  const number = (attribute: string) => Number(attributes[attribute] ?? 0);
  return {
    arn: attributes.QueueArn ?? '',
    name,
    fifo: attributes.FifoQueue === 'true',
    policy: parsePolicyText(attributes.Policy),
    kmsKey: attributes.KmsMasterKeyId || null,
    visibilityTimeoutSeconds: number('VisibilityTimeout'),
    delaySeconds: number('DelaySeconds'),
    messages:
      number('ApproximateNumberOfMessages') +
      number('ApproximateNumberOfMessagesNotVisible') +
      number('ApproximateNumberOfMessagesDelayed'),
    ...encryption(attributes),
    waitSeconds: number('ReceiveMessageWaitTimeSeconds'),
    retentionSeconds: retention(attributes),
    deadLetters: deadLetters(attributes.RedrivePolicy),
    ...changeOf(attributes),
  };
}

/** SQS gives both times in seconds since 1970. */
function changeOf({ CreatedTimestamp = '0', LastModifiedTimestamp = '0' }: Attributes): {
  changedAt?: string;
} {
  const seconds = Math.max(Number(CreatedTimestamp), Number(LastModifiedTimestamp));
  return seconds > 0 ? { changedAt: new Date(seconds * 1000).toISOString() } : {};
}

function encryption({ KmsMasterKeyId, SqsManagedSseEnabled }: Attributes): { encrypted?: boolean } {
  if (KmsMasterKeyId) return { encrypted: true };
  return SqsManagedSseEnabled === undefined ? {} : { encrypted: SqsManagedSseEnabled === 'true' };
}

/** @returns seconds. */
function retention({ MessageRetentionPeriod }: Attributes): number {
  return Number(MessageRetentionPeriod ?? FOUR_DAYS);
}

/** The default of SQS. */
const FOUR_DAYS = 345_600;

/** Reads a redrive policy. Its count is a number or a text, depending on the client that set it. */
function deadLetters(redrivePolicy: string | undefined): { arn: string; maxReceives: number } | null {
  const policy = parsePolicyText(redrivePolicy);
  if (typeof policy !== 'object' || policy === null || !('deadLetterTargetArn' in policy)) return null;
  const { deadLetterTargetArn, maxReceiveCount } = { maxReceiveCount: 10, ...policy };
  return { arn: String(deadLetterTargetArn), maxReceives: Number(maxReceiveCount) };
}

/** Reads the dead-letter queue of a queue. @param arn in the queue's own account and region, as SQS requires. */
export async function observeDeadLetterQueue(aws: Aws, arn: string): Promise<Seen<DeadLetterQueueFacts>> {
  const name = nameOfArn(arn);
  return follow(await readQueuePlace(aws, name), ({ url }) =>
    see('sqs:GetQueueAttributes', async () => {
      const attributes = await readAttributes(aws, url);
      const policy = parsePolicyText(attributes?.RedriveAllowPolicy);
      return (
        attributes && {
          arn,
          name,
          ...encryption(attributes),
          retentionSeconds: retention(attributes),
          allows: allowed(policy),
        }
      );
    }),
  );
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
function allowed(policy: unknown): DeadLetterQueueFacts['allows'] {
  const isPolicy = typeof policy === 'object' && policy !== null && 'redrivePermission' in policy;
  const permission = isPolicy ? policy.redrivePermission : 'allowAll';
  if (permission === 'byQueue') return 'some';
  return permission === 'denyAll' ? 'none' : 'all';
}
