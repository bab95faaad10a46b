import { SNS } from 'cloudform';
import { keyIfAny } from './encryption.ts';
import { ref } from './intrinsics.ts';
import { bucketArn, names } from './names.ts';
import { publishPolicy } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

export const topicResources: ResourcesOf<
  'ResizeImageTopic' | 'ResizeImageTopicPolicy' | 'EmailSubscription'
> = {
  ResizeImageTopic: {
    comment: 'Task 1: the standard topic that sends each notification to every queue.',
    why: {
      'Properties.KmsMasterKeyId': `No key by default, because the disks of SNS are encrypted anyway. Do not use alias/aws/sns, the key of SNS: S3 may
not use that key, and every notification would be lost.`,
    },
    suppressed: [
      {
        rules: ['CKV_AWS_26'],
        because: 'Without a key of yours it has none. Its disks are encrypted anyway: see KmsMasterKeyId.',
        onlyWithoutKey: true,
      },
    ],
    resource: new SNS.Topic({ TopicName: names.topic, KmsMasterKeyId: keyIfAny }),
  },
  ResizeImageTopicPolicy: {
    comment: `Task 3.1: only S3 may publish, and only for this bucket of this account. The first statement of the lab, for the
account itself, is not needed: within the account, IAM permissions are enough.`,
    resource: new SNS.TopicPolicy({
      Topics: [ref('ResizeImageTopic')],
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
      PolicyDocument: publishPolicy(ref('ResizeImageTopic'), {
        sid: 'AllowUploadsToBeTold',
        service: 's3.amazonaws.com',
        sourceArn: bucketArn,
      }),
    }),
  },
  EmailSubscription: {
    comment:
      'Task 9 (optional): only for the lab. An email for every upload, after the recipient has opened the link in the first email.',
    condition: 'HasEmailAddress',
    suppressed: [
      {
        rules: ['ES7000'],
        because:
          'An email that cannot be delivered loses no picture. The queues receive the same notification.',
      },
    ],
    resource: new SNS.Subscription({
      TopicArn: ref('ResizeImageTopic'),
      Protocol: 'email',
      Endpoint: ref('EmailAddress'),
    }),
  },
};
