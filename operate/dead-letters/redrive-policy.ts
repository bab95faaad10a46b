/** The parts of the RedrivePolicy of a queue or a subscription that the commands use. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  /** Null for a subscription, because SNS has its own retry policy. */
  maxReceiveCount: number | null;
}

/**
 * Parses the RedrivePolicy attribute of SQS and SNS.
 * @returns undefined when the attribute is missing or empty.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (!text) return undefined;
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text);
    if (typeof deadLetterTargetArn !== 'string') return undefined;
    // Some tools write the number as a string.
    const count = Number(maxReceiveCount ?? Number.NaN);
    return { deadLetterTargetArn, maxReceiveCount: Number.isNaN(count) ? null : count };
  } catch {
    return undefined;
  }
}
