import { bucketResources } from './bucket.ts';
import { functionResources } from './functions.ts';
import { RESOURCES, type ResourceId, type ResourceType } from './logical-ids.ts';
import { logResources } from './logs.ts';
import { outputs } from './outputs.ts';
import { conditions, parameterGroups, parameters } from './parameters.ts';
import { queueResources } from './queues.ts';
import type { Documented, ResourcesOf } from './resource.ts';
import { roleResources } from './roles.ts';
import { topicResources } from './topic.ts';

const documented: ResourcesOf<ResourceId> = {
  ...bucketResources,
  ...topicResources,
  ...queueResources,
  ...roleResources,
  ...logResources,
  ...functionResources,
};

const inOrderOfDataFlow = Object.keys(RESOURCES) as ResourceId[];

/** The comment above each resource. */
export const comments = new Map(inOrderOfDataFlow.map((id) => [id, documented[id].comment]));

/** The whole template, as cloudform's values: {@link renderYaml} and `JSON.stringify` know how to write them. */
export const template = {
  AWSTemplateFormatVersion: '2010-09-09',
  Transform: 'AWS::Serverless-2016-10-31',
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

function assembled({ resource, dependsOn, condition }: Documented<ResourceType>) {
  const { Type, Metadata, Properties } = resource;
  return {
    Type,
    ...(condition && { Condition: condition }),
    ...(dependsOn && { DependsOn: dependsOn }),
    ...(Metadata !== undefined && { Metadata }),
    Properties,
  };
}
