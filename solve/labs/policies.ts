/** The exact policies that learners paste in the lab, and those that the console writes by itself. */

/** Task 3.1: the policy that replaces the topic's default policy. @param owner replaces SNS_TOPIC_OWNER. */
export function pastedTopicPolicy(topicArn: string, owner = accountOf(topicArn)) {
  const Condition = { StringEquals: { 'AWS:SourceAccount': owner } };
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      topicOwnerStatement(topicArn, Condition),
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'SNS:Publish',
        Resource: topicArn,
        Condition,
      },
    ],
  };
}

/** The topic's default policy, before task 3.1. */
export function consoleTopicPolicy(topicArn: string) {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [topicOwnerStatement(topicArn, { StringEquals: { 'AWS:SourceOwner': accountOf(topicArn) } })],
  };
}

function topicOwnerStatement(topicArn: string, Condition: object) {
  return {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: TOPIC_OWNER_ACTIONS,
    Resource: topicArn,
    Condition,
  };
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

const TOPIC_OWNER_ACTIONS = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

/** The queue's default policy, before it is subscribed. */
export function consoleQueuePolicy(queueArn: string) {
  return {
    Version: '2012-10-17',
    Id: '__default_policy_ID',
    Statement: [ownerStatement(queueArn)],
  };
}

/** Tasks 2.1 and 2.2: the queue's policy after "Subscribe to Amazon SNS topic". */
export function subscribedQueuePolicy(queueArn: string, topicArn: string) {
  return {
    Version: '2012-10-17',
    Id: '__default_policy_ID',
    Statement: [ownerStatement(queueArn), subscriptionStatement(queueArn, topicArn)],
  };
}

function ownerStatement(queueArn: string) {
  return {
    Sid: '__owner_statement',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountOf(queueArn)}:root` },
    Action: 'SQS:*',
    Resource: queueArn,
  };
}

function subscriptionStatement(queueArn: string, topicArn: string) {
  return {
    Sid: `topic-subscription-${topicArn}`,
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'SQS:SendMessage',
    Resource: queueArn,
    Condition: { ArnLike: { 'aws:SourceArn': topicArn } },
  };
}

/** Task 4: the trust policy that the console writes for the use case Lambda. */
export function trustPolicy(service = 'lambda.amazonaws.com') {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

/** Task 4: `AWSLambda-CW` and `CWLogsPolicy`. */
export const logsPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:*:*:*',
      Effect: 'Allow',
    },
  ],
};

/** Task 4: `AWSLambda-S3`. */
export function bucketPolicy(bucketArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Action: ['s3:PutObject', 's3:DeleteObject', 's3:List*'],
        Resource: [`${bucketArn}/*`, bucketArn],
        Effect: 'Allow',
      },
    ],
  };
}

/** Task 4: the managed policies that the lab attaches to `LabExecutionRole`. */
export const managedPolicies = ['AmazonS3FullAccess', 'AmazonSQSFullAccess', 'AWSLambda_FullAccess'] as const;
