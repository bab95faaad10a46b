// Made by `npm run types:sam` from the schema of aws-sam-translator 1.115.0: do not edit.
// Left out: connectors, and all events but SQS. What SAM only passes on has cloudform's type, else `unknown`.
import type { IntrinsicFunction, Lambda } from 'cloudform';

type LambdaFunction = ConstructorParameters<typeof Lambda.Function>[0];
type LambdaEventSourceMapping = ConstructorParameters<typeof Lambda.EventSourceMapping>[0];
type PassedOn<Properties, Name> = Name extends keyof Properties ? Required<Properties>[Name] : unknown;

export type PassThroughProp = unknown;

export interface ServerlessFunction {
  DependsOn?: PassThroughProp;
  DeletionPolicy?: PassThroughProp;
  Metadata?: PassThroughProp;
  UpdateReplacePolicy?: PassThroughProp;
  Condition?: PassThroughProp;
  IgnoreGlobals?: string | string[];
  Type: 'AWS::Serverless::Function';
  Properties?: Properties;
}
export interface Properties {
  Architectures?: PassedOn<LambdaFunction, 'Architectures'>;
  AssumeRolePolicyDocument?: Record<string, unknown>;
  AutoPublishAlias?: IntrinsicFunction | string;
  AutoPublishAliasAllProperties?: boolean;
  AutoPublishCodeSha256?: IntrinsicFunction | string;
  CodeSigningConfigArn?: PassedOn<LambdaFunction, 'CodeSigningConfigArn'>;
  CodeUri?: string | CodeUri;
  DeadLetterQueue?: IntrinsicFunction | DeadLetterQueue;
  DeploymentPreference?: DeploymentPreference;
  Description?: PassedOn<LambdaFunction, 'Description'>;
  Environment?: PassedOn<LambdaFunction, 'Environment'>;
  EphemeralStorage?: PassedOn<LambdaFunction, 'EphemeralStorage'>;
  EventInvokeConfig?: EventInvokeConfig;
  Events?: {
    [k: string]: SQSEvent;
  };
  FileSystemConfigs?: PassedOn<LambdaFunction, 'FileSystemConfigs'>;
  FunctionName?: PassedOn<LambdaFunction, 'FunctionName'>;
  FunctionUrlConfig?: FunctionUrlConfig;
  Handler?: PassedOn<LambdaFunction, 'Handler'>;
  ImageConfig?: PassedOn<LambdaFunction, 'ImageConfig'>;
  ImageUri?: PassThroughProp;
  InlineCode?: PassThroughProp;
  KmsKeyArn?: PassedOn<LambdaFunction, 'KmsKeyArn'>;
  Layers?: PassedOn<LambdaFunction, 'Layers'>;
  MemorySize?: PassedOn<LambdaFunction, 'MemorySize'>;
  PackageType?: PassedOn<LambdaFunction, 'PackageType'>;
  RolePath?: PassThroughProp;
  PermissionsBoundary?: PassThroughProp;
  Policies?: string | IntrinsicFunction | (string | IntrinsicFunction)[];
  ProvisionedConcurrencyConfig?: PassThroughProp;
  ReservedConcurrentExecutions?: PassedOn<LambdaFunction, 'ReservedConcurrentExecutions'>;
  Role?: IntrinsicFunction | string;
  Runtime?: PassedOn<LambdaFunction, 'Runtime'>;
  SnapStart?: PassedOn<LambdaFunction, 'SnapStart'>;
  RuntimeManagementConfig?: PassThroughProp;
  Tags?: Record<string, unknown>;
  PropagateTags?: boolean;
  Timeout?: PassedOn<LambdaFunction, 'Timeout'>;
  Tracing?: IntrinsicFunction | ('Active' | 'PassThrough' | 'Disabled');
  VersionDescription?: PassThroughProp;
  VpcConfig?: PassedOn<LambdaFunction, 'VpcConfig'>;
  LoggingConfig?: PassThroughProp;
  RecursiveLoop?: PassThroughProp;
  SourceKMSKeyArn?: PassThroughProp;
  CapacityProviderConfig?: CapacityProviderConfig;
  FunctionScalingConfig?: PassedOn<LambdaFunction, 'FunctionScalingConfig'>;
  VersionDeletionPolicy?: IntrinsicFunction | string | boolean;
  PublishToLatestPublished?: PassedOn<LambdaFunction, 'PublishToLatestPublished'>;
  TenancyConfig?: PassedOn<LambdaFunction, 'TenancyConfig'>;
  DurableConfig?: PassThroughProp;
}
export interface CodeUri {
  Bucket: IntrinsicFunction | string;
  Key: IntrinsicFunction | string;
  Version?: IntrinsicFunction | string;
  StorageMode?: IntrinsicFunction | string;
}
export interface DeadLetterQueue {
  TargetArn: string;
  Type: 'SNS' | 'SQS';
}
export interface DeploymentPreference {
  Alarms?: IntrinsicFunction | Record<string, unknown>[];
  Enabled?: IntrinsicFunction | boolean;
  Hooks?: Hooks;
  PassthroughCondition?: IntrinsicFunction | boolean;
  Role?: IntrinsicFunction | string;
  TriggerConfigurations?: PassThroughProp;
  Type?: IntrinsicFunction | string;
}
export interface Hooks {
  PostTraffic?: IntrinsicFunction | string;
  PreTraffic?: IntrinsicFunction | string;
}
export interface EventInvokeConfig {
  DestinationConfig?: EventInvokeDestinationConfig;
  MaximumEventAgeInSeconds?: number;
  MaximumRetryAttempts?: number;
}
export interface EventInvokeDestinationConfig {
  OnFailure?: EventInvokeOnFailure;
  OnSuccess?: EventInvokeOnSuccess;
}
export interface EventInvokeOnFailure {
  Destination?: IntrinsicFunction | string;
  Type?: 'SQS' | 'SNS' | 'Lambda' | 'EventBridge' | 'S3Bucket';
}
export interface EventInvokeOnSuccess {
  Destination?: IntrinsicFunction | string;
  Type?: 'SQS' | 'SNS' | 'Lambda' | 'EventBridge' | 'S3Bucket';
}
export interface SQSEvent {
  Type: 'SQS';
  Properties: SQSEventProperties;
}
export interface SQSEventProperties {
  BatchSize?: PassedOn<LambdaEventSourceMapping, 'BatchSize'>;
  Enabled?: PassedOn<LambdaEventSourceMapping, 'Enabled'>;
  FilterCriteria?: PassedOn<LambdaEventSourceMapping, 'FilterCriteria'>;
  FunctionResponseTypes?: PassedOn<LambdaEventSourceMapping, 'FunctionResponseTypes'>;
  KmsKeyArn?: PassedOn<LambdaEventSourceMapping, 'KmsKeyArn'>;
  MaximumBatchingWindowInSeconds?: PassedOn<LambdaEventSourceMapping, 'MaximumBatchingWindowInSeconds'>;
  Queue: PassedOn<LambdaEventSourceMapping, 'EventSourceArn'>;
  ScalingConfig?: PassThroughProp;
  MetricsConfig?: PassThroughProp;
}
export interface FunctionUrlConfig {
  AuthType: IntrinsicFunction | string;
  Cors?: PassThroughProp;
  InvokeMode?: PassThroughProp;
}
export interface CapacityProviderConfig {
  Arn: IntrinsicFunction | string;
  PerExecutionEnvironmentMaxConcurrency?: PassedOn<LambdaFunction, 'PerExecutionEnvironmentMaxConcurrency'>;
  ExecutionEnvironmentMemoryGiBPerVCpu?: PassedOn<LambdaFunction, 'ExecutionEnvironmentMemoryGiBPerVCpu'>;
}
