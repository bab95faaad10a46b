/** The policies that the lab has learners paste, and those that the console writes by itself, by their letters. */

/** Task 3.1: pasted over the console's own policy of the topic. @param owner what replaces SNS_TOPIC_OWNER. */
export function pastedTopicPolicy(topicArn: string, owner = accountOf(topicArn)) {
  const Condition = { StringEquals: { 'AWS:SourceAccount': owner } };
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: TOPIC_OWNER_ACTIONS,
        Resource: topicArn,
        Condition,
      },
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

/** What a topic has before task 3.1. */
export function consoleTopicPolicy(topicArn: string) {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: TOPIC_OWNER_ACTIONS,
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountOf(topicArn) } },
      },
    ],
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

/** What a queue has before it is subscribed. */
export function consoleQueuePolicy(queueArn: string) {
  return {
    Version: '2012-10-17',
    Id: '__default_policy_ID',
    Statement: [ownerStatement(queueArn)],
  };
}

/** Tasks 2.1 and 2.2: what "Subscribe to Amazon SNS topic" makes of it. */
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

/** Task 4: who may take on a role. The console writes it for the use case Lambda. */
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

/** Task 4: what the lab attaches to `LabExecutionRole`. */
export const managedPolicies = ['AmazonS3FullAccess', 'AmazonSQSFullAccess', 'AWSLambda_FullAccess'] as const;
