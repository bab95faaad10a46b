import { pseudo, sub } from './intrinsics.ts';
import { alarmsArn, bucketArn, logGroupArn, namesOfOutputs, topicArn } from './names.ts';
import { policyDocument, type Statement } from './policies.ts';

/** What SNS, SQS and S3 do with a key: they generate data keys, and decrypt them again. */
const USE = ['kms:GenerateDataKey*', 'kms:Decrypt'];

/**
 * Who may use the key that encrypts the pipeline, in addition to whom the IAM policies allow it. Each service has a statement of
 * its own. Without it, something is lost, and in most cases no error is reported. In the policy of a key, the resource `*` is this key.
 */
export const keyStatements = {
  account: {
    Sid: 'LetIamDecideInThisAccount',
    Effect: 'Allow',
    Principal: { AWS: sub`arn:${pseudo.partition}:iam::${pseudo.accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html#key-policy-sns-sqs
  // The example there has no conditions, but the page of SNS recommends these. IfExists: nothing is lost if S3 does not send the keys.
  s3: {
    Sid: 'LetS3TellTheTopic',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: USE,
    Resource: '*',
    Condition: {
      StringEqualsIfExists: { 'aws:SourceAccount': pseudo.accountId },
      ArnEqualsIfExists: { 'aws:SourceArn': bucketArn },
    },
  },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
  // SNS sends the ARN of the topic: the CDK relies on it by default (@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption).
  sns: {
    Sid: 'LetSnsSendToTheQueues',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: USE,
    Resource: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  logs: {
    Sid: 'LetLogsEncryptTheseLogGroups',
    Effect: 'Allow',
    Principal: { Service: sub`logs.${pseudo.region}.${pseudo.urlSuffix}` },
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Resource: '*',
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': namesOfOutputs.map(({ logs }) => logGroupArn(logs)),
      },
    },
  },
  // https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
  alarms: {
    Sid: 'LetAlarmsTellTheirTopic',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: USE,
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceAccount': pseudo.accountId },
      ArnLike: { 'aws:SourceArn': alarmsArn },
    },
  },
} as const satisfies Record<string, Statement>;

export const keyPolicy = policyDocument(...Object.values(keyStatements));
