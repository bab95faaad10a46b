import {
  FUNCTION_NAMES,
  type FunctionName,
  OUTPUT_NAMES,
  type OutputId,
  outputId,
} from '../lab/output-names.ts';

/** The attributes that `Fn::GetAtt` returns for each type of resource in the template (only those used here). */
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

export type ResourceType = keyof Attributes;

/** Types of resources, by the ends of their logical ids. */
export type Ends = Readonly<Record<string, ResourceType>>;

/** The resources around the queue of each output: `ThumbnailQueue` and so on. */
export const QUEUE_ENDS = {
  DeadLetterQueue: 'AWS::SQS::Queue',
  DeadLetterQueuePolicy: 'AWS::SQS::QueuePolicy',
  Queue: 'AWS::SQS::Queue',
  QueuePolicy: 'AWS::SQS::QueuePolicy',
  QueueSubscription: 'AWS::SNS::Subscription',
} as const satisfies Ends;

const outputIds = OUTPUT_NAMES.map(outputId);

/** Every resource of the template, by logical id, in the order in which data flows through them. */
export const RESOURCES = {
  OwnKey: 'AWS::KMS::Key',
  ImageBucket: 'AWS::S3::Bucket',
  ImageBucketPolicy: 'AWS::S3::BucketPolicy',
  ResizeImageTopic: 'AWS::SNS::Topic',
  ResizeImageTopicPolicy: 'AWS::SNS::TopicPolicy',
  EmailSubscription: 'AWS::SNS::Subscription',
  ...each(outputIds, QUEUE_ENDS),
  CustomExecutionRole: 'AWS::IAM::Role',
  LabExecutionRole: 'AWS::IAM::Role',
  ...each(FUNCTION_NAMES, { Logs: 'AWS::Logs::LogGroup' }),
  ...each(FUNCTION_NAMES, { '': 'AWS::Serverless::Function' }),
  AlarmTopic: 'AWS::SNS::Topic',
  AlarmTopicPolicy: 'AWS::SNS::TopicPolicy',
  AlarmEmailSubscription: 'AWS::SNS::Subscription',
  DeliveriesFailedAlarm: 'AWS::CloudWatch::Alarm',
  DeliveriesLostAlarm: 'AWS::CloudWatch::Alarm',
  ...each(outputIds, { QueueAgeAlarm: 'AWS::CloudWatch::Alarm' }),
  ...each(outputIds, { DeadLettersAlarm: 'AWS::CloudWatch::Alarm' }),
  ...each(FUNCTION_NAMES, { ErrorsAlarm: 'AWS::CloudWatch::Alarm' }),
  ...each(FUNCTION_NAMES, { ThrottlesAlarm: 'AWS::CloudWatch::Alarm' }),
  Dashboard: 'AWS::CloudWatch::Dashboard',
} as const satisfies Record<string, ResourceType>;

/** Every parameter of the template, and the type that CloudFormation reads it as. */
export const PARAMETERS = {
  TopicDigits: 'String',
  NameSuffix: 'String',
  EmailAddress: 'String',
  AlarmEmailAddress: 'String',
  ...each(outputIds, { Size: 'String' }),
  JpegQuality: 'String',
  MaxMegapixels: 'String',
  Architecture: 'String',
  MaximumConcurrency: 'String',
  EncryptionKey: 'String',
  LogRetentionDays: 'Number',
  BucketOnDeletion: 'String',
  LabOnlyResources: 'String',
} as const satisfies Record<string, 'String' | 'Number'>;

export type ResourceId = keyof typeof RESOURCES;
export type ParameterId = keyof typeof PARAMETERS;
export type ConditionId =
  | 'HasEmailAddress'
  | 'HasAlarmEmailAddress'
  | 'MakesKey'
  | 'UsesKey'
  | 'MakesLabOnlyResources';

/** The logical ids of the resources of one type: `IdOf<'AWS::SQS::Queue'>`. */
export type IdOf<Type extends ResourceType> = {
  [Id in ResourceId]: (typeof RESOURCES)[Id] extends Type ? Id : never;
}[ResourceId];

/** The attributes of the resource with this logical id. */
export type AttributeOf<Id extends ResourceId> = Attributes[(typeof RESOURCES)[Id]];

/** Logical ids that are made of two parts: `{ ThumbnailQueue: 'AWS::SQS::Queue', MobileQueue: … }`. */
export type Each<Start extends OutputId | FunctionName, Values> = {
  [End in keyof Values & string as `${Start}${End}`]: Values[End];
};

function each<Start extends OutputId | FunctionName, const Values extends object>(
  starts: readonly Start[],
  values: Values,
): Each<Start, Values> {
  const entries = starts.flatMap((start) =>
    Object.entries(values).map(([end, value]) => [`${start}${end}`, value]),
  );
  // Each start is joined with each end, as in the type.
  return Object.fromEntries(entries) as Each<Start, Values>;
}
