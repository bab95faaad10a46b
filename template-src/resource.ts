import type { CloudWatch, IAM, KMS, Logs, S3, SNS, SQS } from 'cloudform';
import type { Reference } from './intrinsics.ts';
import type { ConditionId, RESOURCES, ResourceId, ResourceType } from './logical-ids.ts';
import type { ServerlessFunction } from './sam-function.ts';
import type { Suppression } from './suppressions.ts';

interface ResourceOfType {
  'AWS::KMS::Key': KMS.Key;
  'AWS::S3::Bucket': S3.Bucket;
  'AWS::S3::BucketPolicy': S3.BucketPolicy;
  'AWS::SNS::Topic': SNS.Topic;
  'AWS::SNS::TopicPolicy': SNS.TopicPolicy;
  'AWS::SNS::Subscription': SNS.Subscription;
  'AWS::SQS::Queue': SQS.Queue;
  'AWS::SQS::QueuePolicy': SQS.QueuePolicy;
  'AWS::IAM::Role': IAM.Role;
  'AWS::Logs::LogGroup': Logs.LogGroup;
  'AWS::Serverless::Function': ServerlessFunction;
  'AWS::CloudWatch::Alarm': CloudWatch.Alarm;
  'AWS::CloudWatch::Dashboard': CloudWatch.Dashboard;
}

/** A resource, and what the template says about it. */
export interface Documented<Type extends ResourceType> {
  /** Stands above the resource in the YAML: which task of the lab it fulfils, and why it is as it is. */
  comment: string;
  /** Stands above single lines of it, by their path below the resource: `{ 'Properties.RedrivePolicy': 'After five …' }`. */
  why?: Readonly<Record<string, string>>;
  resource: ResourceOfType[Type];
  /** Rules of `npm run rules` that do not apply to it. */
  suppressed?: readonly Suppression[];
  /** What must be there first, where no reference says so. */
  dependsOn?: ResourceId[];
  /** It is made only if this condition holds. */
  condition?: ConditionId;
  /** What becomes of it when the stack is deleted, or when an update must put another in its place. */
  onDeletion?: 'Delete' | 'Retain' | Reference;
  onReplacement?: 'Retain';
}

/** All resources of these types, each as its logical id demands: leaving one out, or misspelling it, does not compile. */
export type ResourcesOf<Ids extends ResourceId> = { [Id in Ids]: Documented<(typeof RESOURCES)[Id]> };
