import { attribute, pseudo, type Reference, ref, sub } from './intrinsics.ts';
import type { ConditionId } from './logical-ids.ts';
import { names } from './names.ts';

interface Output {
  Description: string;
  Value: Reference;
  Condition?: ConditionId;
}

/** Console links have the domain of AWS's commercial regions: China and GovCloud have others. */
const console = sub`https://${pseudo.region}.console.aws.amazon.com`;

/** What a user, a script or the grader asks a stack for. */
export const outputs = {
  BucketName: { Description: 'Upload .jpg pictures to ingest/ in here', Value: ref('ImageBucket') },
  BucketConsole: {
    Description: 'The bucket in the console',
    Value: sub`${console}/s3/buckets/${ref('ImageBucket')}?region=${pseudo.region}&tab=objects`,
  },
  TopicArn: { Description: 'S3 tells uploads to this topic', Value: ref('ResizeImageTopic') },
  TopicConsole: {
    Description: 'The topic in the console',
    Value: sub`${console}/sns/v3/home?region=${pseudo.region}#/topic/${ref('ResizeImageTopic')}`,
  },
  ThumbnailQueueUrl: { Description: 'Uploads that wait for their thumbnail', Value: ref('ThumbnailQueue') },
  ThumbnailQueueConsole: {
    Description: 'thumbnail-queue in the console',
    Value: queueLink(names.thumbnailQueue),
  },
  MobileQueueUrl: { Description: 'Uploads that wait for their mobile picture', Value: ref('MobileQueue') },
  MobileQueueConsole: { Description: 'mobile-queue in the console', Value: queueLink(names.mobileQueue) },
  ThumbnailDeadLetterQueueUrl: {
    Description: 'Uploads that got no thumbnail: npm run dead-letters',
    Value: ref('ThumbnailDeadLetterQueue'),
  },
  MobileDeadLetterQueueUrl: {
    Description: 'Uploads that got no mobile picture',
    Value: ref('MobileDeadLetterQueue'),
  },
  CreateThumbnailName: { Description: 'Makes the thumbnails', Value: ref('CreateThumbnail') },
  CreateThumbnailArn: { Description: 'Its ARN', Value: attribute('CreateThumbnail', 'Arn') },
  CreateThumbnailConsole: {
    Description: 'CreateThumbnail in the console',
    Value: functionLink(ref('CreateThumbnail')),
  },
  CreateMobileImageName: { Description: 'Makes the mobile pictures', Value: ref('CreateMobileImage') },
  CreateMobileImageArn: { Description: 'Its ARN', Value: attribute('CreateMobileImage', 'Arn') },
  CreateMobileImageConsole: {
    Description: 'CreateMobileImage in the console',
    Value: functionLink(ref('CreateMobileImage')),
  },
  DashboardConsole: {
    Description: 'The whole pipeline on one page',
    Value: sub`${console}/cloudwatch/home?region=${pseudo.region}#dashboards/dashboard/${ref('Dashboard')}`,
  },
  OwnKeyArn: {
    Description: 'The key that this stack has made; it stays when the stack is deleted',
    Value: attribute('OwnKey', 'Arn'),
    Condition: 'MakesKey',
  },
} as const satisfies Record<string, Output>;

/** The console wants the queue's URL, encoded; CloudFormation cannot encode, so it is written out. */
function queueLink(name: Reference): Reference {
  const url = sub`https%3A%2F%2Fsqs.${pseudo.region}.${pseudo.urlSuffix}%2F${pseudo.accountId}%2F${name}`;
  return sub`${console}/sqs/v3/home?region=${pseudo.region}#/queues/${url}`;
}

function functionLink(name: Reference): Reference {
  return sub`${console}/lambda/home?region=${pseudo.region}#/functions/${name}`;
}
