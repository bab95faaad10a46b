/** The attributes that `Fn::GetAtt` gives of each type of resource in the template (only those of use here). */
export interface Attributes {
  'AWS::KMS::Key': 'Arn' | 'KeyId';
  'AWS::S3::Bucket': 'Arn' | 'DomainName' | 'RegionalDomainName';
  'AWS::S3::BucketPolicy': never;
  'AWS::SNS::Topic': 'TopicArn' | 'TopicName';
  'AWS::SNS::TopicPolicy': never;
  'AWS::SNS::Subscription': never;
  'AWS::SQS::Queue': 'Arn' | 'QueueName' | 'QueueUrl';
  'AWS::SQS::QueuePolicy': never;
  'AWS::IAM::Role': 'Arn' | 'RoleId';
  'AWS::Logs::LogGroup': 'Arn';
  'AWS::Serverless::Function': 'Arn';
  'AWS::CloudWatch::Alarm': 'Arn';
  'AWS::CloudWatch::Dashboard': never;
}

/** Every resource of the template, by logical id, in the order in which data flows through them. */
export const RESOURCES = {
  OwnKey: 'AWS::KMS::Key',
  ImageBucket: 'AWS::S3::Bucket',
  ImageBucketPolicy: 'AWS::S3::BucketPolicy',
  ResizeImageTopic: 'AWS::SNS::Topic',
  ResizeImageTopicPolicy: 'AWS::SNS::TopicPolicy',
  EmailSubscription: 'AWS::SNS::Subscription',
  ThumbnailDeadLetterQueue: 'AWS::SQS::Queue',
  ThumbnailDeadLetterQueuePolicy: 'AWS::SQS::QueuePolicy',
  ThumbnailQueue: 'AWS::SQS::Queue',
  ThumbnailQueuePolicy: 'AWS::SQS::QueuePolicy',
  ThumbnailQueueSubscription: 'AWS::SNS::Subscription',
  MobileDeadLetterQueue: 'AWS::SQS::Queue',
  MobileDeadLetterQueuePolicy: 'AWS::SQS::QueuePolicy',
  MobileQueue: 'AWS::SQS::Queue',
  MobileQueuePolicy: 'AWS::SQS::QueuePolicy',
  MobileQueueSubscription: 'AWS::SNS::Subscription',
  CustomExecutionRole: 'AWS::IAM::Role',
  LabExecutionRole: 'AWS::IAM::Role',
  CreateThumbnailLogs: 'AWS::Logs::LogGroup',
  CreateMobileImageLogs: 'AWS::Logs::LogGroup',
  CreateThumbnail: 'AWS::Serverless::Function',
  CreateMobileImage: 'AWS::Serverless::Function',
  AlarmTopic: 'AWS::SNS::Topic',
  AlarmTopicPolicy: 'AWS::SNS::TopicPolicy',
  AlarmEmailSubscription: 'AWS::SNS::Subscription',
  DeliveriesFailedAlarm: 'AWS::CloudWatch::Alarm',
  DeliveriesLostAlarm: 'AWS::CloudWatch::Alarm',
  ThumbnailQueueAgeAlarm: 'AWS::CloudWatch::Alarm',
  MobileQueueAgeAlarm: 'AWS::CloudWatch::Alarm',
  ThumbnailDeadLettersAlarm: 'AWS::CloudWatch::Alarm',
  MobileDeadLettersAlarm: 'AWS::CloudWatch::Alarm',
  CreateThumbnailErrorsAlarm: 'AWS::CloudWatch::Alarm',
  CreateMobileImageErrorsAlarm: 'AWS::CloudWatch::Alarm',
  CreateThumbnailThrottlesAlarm: 'AWS::CloudWatch::Alarm',
  CreateMobileImageThrottlesAlarm: 'AWS::CloudWatch::Alarm',
  Dashboard: 'AWS::CloudWatch::Dashboard',
} as const satisfies Record<string, keyof Attributes>;

/** Every parameter of the template, and the type that CloudFormation reads it as. */
export const PARAMETERS = {
  TopicDigits: 'String',
  NameSuffix: 'String',
  EmailAddress: 'String',
  AlarmEmailAddress: 'String',
  ThumbnailSize: 'Number',
  MobileSize: 'Number',
  JpegQuality: 'Number',
  MaxMegapixels: 'Number',
  Architecture: 'String',
  MaximumConcurrency: 'Number',
  EncryptionKey: 'String',
  LogRetentionDays: 'Number',
  BucketOnDeletion: 'String',
} as const satisfies Record<string, 'String' | 'Number'>;

export type ResourceType = keyof Attributes;
export type ResourceId = keyof typeof RESOURCES;
export type ParameterId = keyof typeof PARAMETERS;
export type ConditionId = 'HasEmailAddress' | 'HasAlarmEmailAddress' | 'MakesKey' | 'UsesKey';

/** The logical ids of the resources of one type: `IdOf<'AWS::SQS::Queue'>`. */
export type IdOf<Type extends ResourceType> = {
  [Id in ResourceId]: (typeof RESOURCES)[Id] extends Type ? Id : never;
}[ResourceId];

/** The attributes of the resource with this logical id. */
export type AttributeOf<Id extends ResourceId> = Attributes[(typeof RESOURCES)[Id]];

/** The queues that functions work on; each has a dead-letter queue beside it. */
export type WorkQueueId = Exclude<IdOf<'AWS::SQS::Queue'>, `${string}DeadLetterQueue`>;
