import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import type { QueueFacts, Seen } from '../facts.ts';
import { see, unlessMissing } from '../trouble.ts';
import type { QueuePlace } from './find-queue.ts';
import { parsePolicyText } from './policy-text.ts';

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
    messages:
      number('ApproximateNumberOfMessages') +
      number('ApproximateNumberOfMessagesNotVisible') +
      number('ApproximateNumberOfMessagesDelayed'),
  };
}
