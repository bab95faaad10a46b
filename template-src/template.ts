import { alarmResources } from './alarms.ts';
import { bucketResources } from './bucket.ts';
import { dashboardResources } from './dashboard.ts';
import { encryptionResources } from './encryption.ts';
import { functionResources } from './functions.ts';
import { RESOURCES, type ResourceId, type ResourceType } from './logical-ids.ts';
import { logResources } from './logs.ts';
import { outputs } from './outputs.ts';
import { conditions, parameterGroups, parameters } from './parameters.ts';
import { queueResources } from './queues.ts';
import type { Documented, ResourcesOf } from './resource.ts';
import { roleResources } from './roles.ts';
import { type Suppression, suppressionComments, suppressionMetadata } from './suppressions.ts';
import { topicResources } from './topic.ts';

const documented: ResourcesOf<ResourceId> = {
  ...encryptionResources,
  ...bucketResources,
  ...topicResources,
  ...queueResources,
  ...roleResources,
  ...logResources,
  ...functionResources,
  ...alarmResources,
  ...dashboardResources,
};

const inOrderOfDataFlow = Object.keys(RESOURCES) as ResourceId[];

/** What is said above each resource, by its id, and above lines of it: `ThumbnailQueue.Properties.RedrivePolicy`. */
export const comments = new Map<string, string>(
  inOrderOfDataFlow.flatMap((id): [string, string][] => {
    const { comment, why = {}, suppressed = [] } = documented[id];
    return [
      [id, comment],
      ...[...Object.entries(why), ...suppressionComments(suppressed)].map(
        ([path, text]): [string, string] => [`${id}.${path}`, text],
      ),
    ];
  }),
);

/** What each resource suppresses of the rules of `npm run rules`. */
export const suppressions: Readonly<Record<string, readonly Suppression[]>> = Object.fromEntries(
  inOrderOfDataFlow.map((id) => [id, documented[id].suppressed ?? []]),
);

/** The whole template, as cloudform's values: {@link renderYaml} and `JSON.stringify` know how to write them. */
export const template = {
  AWSTemplateFormatVersion: '2010-09-09',
  // In this order. The first lets a deletion policy be a parameter.
  Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
  Description:
    'Serverless image lab: a picture uploaded to S3 goes by SNS and SQS to two Lambda functions, and comes back resized.',
  Metadata: {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: parameterGroups.map(({ label, parameters: Parameters }) => ({
        Label: { default: label },
        Parameters,
      })),
    },
  },
  Parameters: parameters,
  Conditions: conditions,
  Resources: Object.fromEntries(inOrderOfDataFlow.map((id) => [id, assembled(documented[id])])),
  Outputs: outputs,
};

function assembled(documented: Documented<ResourceType>) {
  const { resource, dependsOn, condition, onDeletion, onReplacement, suppressed = [] } = documented;
  const { Type, Properties } = resource;
  const Metadata = { ...Object(resource.Metadata), ...suppressionMetadata(suppressed) };
  return {
    Type,
    ...(condition && { Condition: condition }),
    ...(onDeletion && { DeletionPolicy: onDeletion }),
    ...(onReplacement && { UpdateReplacePolicy: onReplacement }),
    ...(dependsOn && { DependsOn: dependsOn }),
    ...(Object.keys(Metadata).length > 0 && { Metadata }),
    Properties,
  };
}
