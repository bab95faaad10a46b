/** The part of a RedrivePolicy, of a queue or of a subscription, that is used here. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  /** Null for a subscription: SNS has its own rules for how often it tries. */
  maxReceiveCount: number | null;
}

/**
 * Reads a RedrivePolicy as SQS and SNS give it.
 * @returns undefined when there is none: no attribute, or an empty one.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (!text) return undefined;
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text);
    if (typeof deadLetterTargetArn !== 'string') return undefined;
    // Some tools write the number as a text.
    const count = Number(maxReceiveCount ?? Number.NaN);
    return { deadLetterTargetArn, maxReceiveCount: Number.isNaN(count) ? null : count };
  } catch {
    return undefined;
  }
}
