import { FUNCTION_NAMES, inWords } from '../lab/output-names.ts';
import { alarmResources } from './alarms.ts';
import { bucketResources } from './bucket.ts';
import { dashboardResources } from './dashboard.ts';
import { encryptionResources } from './encryption.ts';
import { functionGlobals, functionGlobalsComments, functionResources } from './functions.ts';
import { RESOURCES, type ResourceId, type ResourceType } from './logical-ids.ts';
import { logResources } from './logs.ts';
import { outputs } from './outputs.ts';
import { conditions, parameterComments, parameterGroups, parameters } from './parameters.ts';
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

/**
 * The comments of the template, by what they stand above: a resource by its id, a line of it (`ThumbnailQueue.Properties.RedrivePolicy`),
 * or a line of another section by its path (`Parameters.TopicDigits`).
 */
export const comments = new Map<string, string>([
  ...Object.entries({ ...parameterComments, ...functionGlobalsComments }),
  ...inOrderOfDataFlow.flatMap((id): [string, string][] => {
    const { comment, why = {}, suppressed = [] } = documented[id];
    return [
      [id, comment],
      ...[...Object.entries(why), ...suppressionComments(suppressed)].map(
        ([path, text]): [string, string] => [`${id}.${path}`, text],
      ),
    ];
  }),
]);

/** The rules of `npm run rules` that each resource suppresses. */
export const suppressions: Readonly<Record<string, readonly Suppression[]>> = Object.fromEntries(
  inOrderOfDataFlow.map((id) => [id, documented[id].suppressed ?? []]),
);

/** The whole template, as values of cloudform, which {@link renderYaml} and `JSON.stringify` can write. */
export const template = {
  AWSTemplateFormatVersion: '2010-09-09',
  // The order matters. The first one allows a parameter as a deletion policy.
  Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
  Description: `Serverless image lab: S3 sends a notification of each uploaded picture through SNS and SQS to ${inWords(FUNCTION_NAMES)}, which write resized pictures.`,
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
  Globals: { Function: functionGlobals },
  Outputs: outputs,
  // Last, because the JSON of the dashboard is the last part of it.
  Resources: Object.fromEntries(inOrderOfDataFlow.map((id) => [id, assembled(documented[id])])),
};

function assembled(documented: Documented<ResourceType>) {
  const { resource, dependsOn, condition, onDeletion, onReplacement, suppressed = [] } = documented;
  const { Type, Properties } = resource;
  const Metadata = {
    ...('Metadata' in resource && Object(resource.Metadata)),
    ...suppressionMetadata(suppressed),
  };
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
