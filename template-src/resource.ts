import type { CloudWatch, IAM, KMS, Logs, S3, SNS, SQS } from 'cloudform';
import { type FunctionName, OUTPUT_NAMES, type OutputId, type OutputName } from '../lab/output-names.ts';
import type { Reference } from './intrinsics.ts';
import type { ConditionId, Each, Ends, RESOURCES, ResourceId, ResourceType } from './logical-ids.ts';
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
  /** The comment above the resource in the YAML: which task of the lab it belongs to, and why it looks as it does. */
  comment: string;
  /** Comments above single lines of it, by their path below the resource: `{ 'Properties.RedrivePolicy': 'After five …' }`. */
  why?: Readonly<Record<string, string>>;
  resource: ResourceOfType[Type];
  /** Rules of `npm run rules` that do not apply to it. */
  suppressed?: readonly Suppression[];
  /** What must be created first, where no reference says so. */
  dependsOn?: ResourceId[];
  /** The resource is created only if this condition is true. */
  condition?: ConditionId;
  /** What happens to it when the stack is deleted, or when an update replaces it. */
  onDeletion?: 'Delete' | 'Retain' | Reference;
  onReplacement?: 'Retain';
}

/** All resources of these types, by logical id. Leaving one out, or misspelling it, does not compile. */
export type ResourcesOf<Ids extends ResourceId> = { [Id in Ids]: Documented<(typeof RESOURCES)[Id]> };

/** The resources that one output has, by the ends of their logical ids. */
type OfOneOutput<AllEnds extends Ends> = { [End in keyof AllEnds]: Documented<AllEnds[End]> };

/**
 * Makes the same resources for every output. The comments explain those of the first output in detail.
 * @param startOf the start of the logical ids, from the name of the output
 * @param make the resources of one output, by the ends of their logical ids
 */
export function resourcesOfEachOutput<Start extends OutputId | FunctionName, AllEnds extends Ends>(
  startOf: (name: OutputName) => Start,
  make: (name: OutputName, isFirst: boolean) => OfOneOutput<AllEnds>,
): Each<Start, OfOneOutput<AllEnds>> {
  const entries = OUTPUT_NAMES.flatMap((name, index) =>
    Object.entries(make(name, index === 0)).map(([end, made]) => [`${startOf(name)}${end}`, made]),
  );
  // `make` returns an entry for each end, and `startOf` is applied to each name.
  return Object.fromEntries(entries) as Each<Start, OfOneOutput<AllEnds>>;
}
