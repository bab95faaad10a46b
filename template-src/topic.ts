import { SNS } from 'cloudform';
import { keyIfAny } from './encryption.ts';
import { pseudo, ref } from './intrinsics.ts';
import { bucketArn, names } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

export const topicResources: ResourcesOf<
  'ResizeImageTopic' | 'ResizeImageTopicPolicy' | 'EmailSubscription'
> = {
  ResizeImageTopic: {
    comment: `Task 1: the standard topic that hands each upload to both queues.`,
    why: {
      'Properties.KmsMasterKeyId': `None by default: SNS's disks are encrypted anyway, and with its own key, alias/aws/sns, every upload would be
lost: S3 may not use that one.`,
    },
    suppressed: [
      {
        rules: ['CKV_AWS_26'],
        because:
          'Without a key of yours there is none, and its disks are encrypted all the same: see KmsMasterKeyId.',
        onlyWithoutKey: true,
      },
    ],
    resource: new SNS.Topic({ TopicName: names.topic, KmsMasterKeyId: keyIfAny }),
  },
  ResizeImageTopicPolicy: {
    comment: `Task 3.1: only S3 may publish, and only for this bucket of this account. The lab's first statement, for the
account itself, is not needed: IAM's permissions hold within the account.`,
    resource: new SNS.TopicPolicy({
      Topics: [ref('ResizeImageTopic')],
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
      PolicyDocument: policyDocument(
        {
          Sid: 'AllowUploadsToBeTold',
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref('ResizeImageTopic'),
          Condition: {
            StringEquals: { 'aws:SourceAccount': pseudo.accountId },
            ArnLike: { 'aws:SourceArn': bucketArn },
          },
        },
        denyWithoutTls('sns:Publish', ref('ResizeImageTopic')),
      ),
    }),
  },
  EmailSubscription: {
    comment:
      'Task 9 (optional): a mail for every upload, if an address is given and the link in the first mail is opened.',
    condition: 'HasEmailAddress',
    suppressed: [
      {
        rules: ['ES7000'],
        because:
          'A mail that cannot be delivered loses no picture: it only tells of one that goes through the queues.',
      },
    ],
    resource: new SNS.Subscription({
      TopicArn: ref('ResizeImageTopic'),
      Protocol: 'email',
      Endpoint: ref('EmailAddress'),
    }),
  },
};
