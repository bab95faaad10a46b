import { pseudo, type Reference, ref, sub } from './intrinsics.ts';

const suffix = ref('NameSuffix');

/**
 * The names of everything, the lab's own ones as long as `NameSuffix` is empty. They are fixed here, not left to
 * CloudFormation, because the lab asks for them, and because policies can then name what does not exist yet.
 */
export const names = {
  /** Bucket names are global: account and region make this one unique. At most 63 characters, so 20 for the suffix. */
  bucket: sub`resize-image-${pseudo.accountId}-${pseudo.region}${suffix}`,
  topic: sub`resize-image-topic-${ref('TopicDigits')}${suffix}`,
  thumbnailQueue: sub`thumbnail-queue${suffix}`,
  mobileQueue: sub`mobile-queue${suffix}`,
  thumbnailDeadLetterQueue: sub`thumbnail-dead-letter-queue${suffix}`,
  mobileDeadLetterQueue: sub`mobile-dead-letter-queue${suffix}`,
  customExecutionRole: sub`CustomExecutionRole${suffix}`,
  labExecutionRole: sub`LabExecutionRole${suffix}`,
  createThumbnail: sub`CreateThumbnail${suffix}`,
  createMobileImage: sub`CreateMobileImage${suffix}`,
  createThumbnailLogs: sub`/image-lab/CreateThumbnail${suffix}`,
  createMobileImageLogs: sub`/image-lab/CreateMobileImage${suffix}`,
  alarmTopic: sub`image-lab-alarms${suffix}`,
  deliveriesFailedAlarm: sub`image-lab-deliveries-failed${suffix}`,
  deliveriesLostAlarm: sub`image-lab-deliveries-lost${suffix}`,
  thumbnailQueueAgeAlarm: sub`image-lab-thumbnail-queue-age${suffix}`,
  mobileQueueAgeAlarm: sub`image-lab-mobile-queue-age${suffix}`,
  thumbnailDeadLettersAlarm: sub`image-lab-thumbnail-dead-letters${suffix}`,
  mobileDeadLettersAlarm: sub`image-lab-mobile-dead-letters${suffix}`,
  createThumbnailErrorsAlarm: sub`image-lab-create-thumbnail-errors${suffix}`,
  createMobileImageErrorsAlarm: sub`image-lab-create-mobile-image-errors${suffix}`,
  createThumbnailThrottlesAlarm: sub`image-lab-create-thumbnail-throttles${suffix}`,
  createMobileImageThrottlesAlarm: sub`image-lab-create-mobile-image-throttles${suffix}`,
  dashboard: sub`image-lab${suffix}`,
} as const;

/** ARNs by name. As `GetAtt` this one would close a circle, for bucket, topic policy and subscriptions wait for each other. */
export const bucketArn = sub`arn:${pseudo.partition}:s3:::${names.bucket}`;

const here = sub`${pseudo.region}:${pseudo.accountId}`;

/** A queue and its dead-letter queue name each other. */
export const queueArn = (name: Reference) => sub`arn:${pseudo.partition}:sqs:${here}:${name}`;

/** What is encrypted with a key is named in the key's policy. */
export const topicArn = sub`arn:${pseudo.partition}:sns:${here}:${names.topic}`;
export const logGroupArn = (name: Reference) => sub`arn:${pseudo.partition}:logs:${here}:log-group:${name}`;

/** The functions are named in their role, and have it. */
export const functionArn = (name: Reference) => sub`arn:${pseudo.partition}:lambda:${here}:function:${name}`;

/** All alarms of the stack. */
export const alarmsArn = sub`arn:${pseudo.partition}:cloudwatch:${here}:alarm:image-lab-*${suffix}`;
