/** Policies as the lab's text has them, and as the AWS console makes them; ACCOUNT, TOPIC and QUEUE are the learner's. */

export const ACCOUNT = '111111111111';
export const TOPIC = `arn:aws:sns:ap-northeast-1:${ACCOUNT}:resize-image-topic-1234`;
export const QUEUE = `arn:aws:sqs:ap-northeast-1:${ACCOUNT}:thumbnail-queue`;

const OWNER_ACTIONS = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

/** Task 3.1 of the lab. */
export const LAB_TOPIC_POLICY = {
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: OWNER_ACTIONS,
      Resource: TOPIC,
      Condition: { StringEquals: { 'AWS:SourceAccount': ACCOUNT } },
    },
    {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: TOPIC,
      Condition: { StringEquals: { 'AWS:SourceAccount': ACCOUNT } },
    },
  ],
};

/** A topic that was just made. */
export const CONSOLE_TOPIC_POLICY = {
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: OWNER_ACTIONS,
      Resource: TOPIC,
      Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT } },
    },
  ],
};

/** A queue that was made and then subscribed to the topic. */
export const CONSOLE_QUEUE_POLICY = {
  Version: '2012-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__owner_statement',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'SQS:*',
      Resource: QUEUE,
    },
    {
      Sid: `topic-subscription-${TOPIC}`,
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'SQS:SendMessage',
      Resource: QUEUE,
      Condition: { ArnLike: { 'aws:SourceArn': TOPIC } },
    },
  ],
};

/** The trust policy of a role that was made for Lambda. */
export const CONSOLE_TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
