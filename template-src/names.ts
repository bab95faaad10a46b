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
} as const;

/** By name: as `GetAtt` it would close a circle, for bucket, topic policy and subscriptions wait for each other. */
export const bucketArn = sub`arn:${pseudo.partition}:s3:::${names.bucket}`;

/** By name, likewise: a queue and its dead-letter queue name each other. */
export const queueArn = (name: Reference) =>
  sub`arn:${pseudo.partition}:sqs:${pseudo.region}:${pseudo.accountId}:${name}`;
