import { FUNCTION_NAMES, inWords } from '../lab/output-names.ts';
import { alarmResources } from './alarms.ts';
import { assemble, commentsOf, suppressionsOf } from './assemble.ts';
import { bucketResources } from './bucket.ts';
import { dashboardResources } from './dashboard.ts';
import { encryptionResources } from './encryption.ts';
import { functionGlobals, functionGlobalsComments, functionResources } from './functions.ts';
import { RESOURCES, type ResourceId } from './logical-ids.ts';
import { logResources } from './logs.ts';
import { outputs } from './outputs.ts';
import { conditions, parameterComments, parameterGroups, parameters } from './parameters.ts';
import { queueResources } from './queues.ts';
import type { ResourcesOf } from './resource.ts';
import { roleResources } from './roles.ts';
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

const inOrder = Object.fromEntries(
  (Object.keys(RESOURCES) as ResourceId[]).map((id) => [id, documented[id]]),
);

/**
 * The comments of the template, by what they stand above: a resource by its id, a line of it (`ThumbnailQueue.Properties.RedrivePolicy`),
 * or a line of another section by its path (`Parameters.TopicDigits`).
 */
export const comments = new Map<string, string>([
  ...Object.entries({ ...parameterComments, ...functionGlobalsComments }),
  ...commentsOf(inOrder),
]);

/** The rules of `npm run rules` that each resource suppresses. */
export const suppressions = suppressionsOf(inOrder);

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
  Resources: assemble(inOrder),
};
