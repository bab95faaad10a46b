import { GetQueueAttributesCommand, GetQueueUrlCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import type { QueueFacts, Seen } from '../facts.ts';
import { see, unlessMissing } from '../trouble.ts';
import { nameOfArn } from './place.ts';
import { parsePolicyText } from './policy-text.ts';

/** Where a queue answers: the URL that the endpoint which was asked gives. */
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

/** Queues of names that begin with the same letter, small or capital. */
export async function listQueuesLike({ sqs }: Aws, name: string): Promise<Seen<readonly QueuePlace[]>> {
  const list = async (QueueNamePrefix: string): Promise<QueuePlace[]> => {
    const urls: string[] = [];
    const pages = paginateListQueues({ client: sqs }, { QueueNamePrefix, MaxResults: 1000 });
    for await (const { QueueUrls = [] } of pages) urls.push(...QueueUrls);
    return urls.map((url) => ({ name: nameOfArn(url), url }));
  };
  const first = name.slice(0, 1);
  return see('sqs:ListQueues', async () =>
    (await Promise.all([first.toLowerCase(), first.toUpperCase()].map(list))).flat(),
  );
}

/** Tasks 2.1 and 2.2. */
export async function observeQueue({ sqs }: Aws, { name, url }: QueuePlace): Promise<Seen<QueueFacts>> {
  return see('sqs:GetQueueAttributes', async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const attributes: Record<string, string> | undefined = (await unlessMissing(sqs.send(command)))
      ?.Attributes;
    return attributes && queueFacts(name, attributes);
  });
}

function queueFacts(name: string, attributes: Readonly<Record<string, string>>): QueueFacts {
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
  };
}
