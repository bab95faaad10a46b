import { GetTopicAttributesCommand, SetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';

/**
 * MiniStack's CloudFormation drops a topic's key, and SNS's own API keeps it.
 * @param asked topics by ARN, each with the key that the template asked for, if any.
 */
export async function restoreTopicKeys(
  sns: SNSClient,
  asked: readonly (readonly [topicArn: string, key: string | undefined])[],
): Promise<string[]> {
  let restored = 0;
  for (const [TopicArn, key] of asked) {
    if (key === undefined) continue;
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    if (Attributes?.KmsMasterKeyId === key) continue;
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue: key }),
    );
    restored++;
  }
  if (restored === 0) return [];
  return [
    `Its CloudFormation drops the keys of topics: SNS's API gives them to ${restored}. (No key is enforced.)`,
  ];
}
