import { OUTPUT_NAMES, type OutputName, outputId, queueName } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { attribute, pseudo, type Reference, ref, sub } from './intrinsics.ts';
import type { ConditionId } from './logical-ids.ts';
import { namesOf } from './names.ts';

interface Output {
  Description: string;
  Value: Reference;
  Condition?: ConditionId;
}

/** The links have the domain of the commercial regions of AWS. China and GovCloud use other domains. */
const console = sub`https://${pseudo.region}.console.aws.amazon.com`;

/** What users, scripts and the grader read from a stack. */
export const outputs: Readonly<Record<string, Output>> = {
  BucketName: { Description: 'The bucket: upload .jpg pictures to ingest/', Value: ref('ImageBucket') },
  BucketConsole: {
    Description: 'The bucket in the console',
    Value: sub`${console}/s3/buckets/${ref('ImageBucket')}?region=${pseudo.region}&tab=objects`,
  },
  TopicArn: {
    Description: 'S3 sends notifications of uploads to this topic',
    Value: ref('ResizeImageTopic'),
  },
  TopicConsole: {
    Description: 'The topic in the console',
    Value: sub`${console}/sns/v3/home?region=${pseudo.region}#/topic/${ref('ResizeImageTopic')}`,
  },
  ...outputsOfEach(queueOutputs),
  ...outputsOfEach(deadLetterQueueOutputs),
  ...outputsOfEach(functionOutputs),
  DashboardConsole: {
    Description: 'The whole pipeline on one page',
    Value: sub`${console}/cloudwatch/home?region=${pseudo.region}#dashboards/dashboard/${ref('Dashboard')}`,
  },
  OwnKeyArn: {
    Description: 'The key that this stack created. It is kept when the stack is deleted',
    Value: attribute('OwnKey', 'Arn'),
    Condition: 'MakesKey',
  },
};

/** Makes outputs for each output of the pipeline. */
function outputsOfEach(make: (name: OutputName) => Record<string, Output>): Record<string, Output> {
  return Object.assign({}, ...OUTPUT_NAMES.map(make));
}

function queueOutputs(name: OutputName): Record<string, Output> {
  const id = `${outputId(name)}Queue` as const;
  return {
    [`${id}Url`]: {
      Description: `The uploads that wait for ${OUTPUTS[name].functionName}`,
      Value: ref(id),
    },
    [`${id}Console`]: {
      Description: `${queueName(name)} in the console`,
      Value: queueLink(namesOf(name).queue),
    },
  };
}

function deadLetterQueueOutputs(name: OutputName): Record<string, Output> {
  const id = `${outputId(name)}DeadLetterQueue` as const;
  return {
    [`${id}Url`]: {
      Description: `The uploads that ${OUTPUTS[name].functionName} could not process (npm run dead-letters)`,
      Value: ref(id),
    },
  };
}

function functionOutputs(name: OutputName): Record<string, Output> {
  const { functionName, prefix } = OUTPUTS[name];
  return {
    [`${functionName}Name`]: {
      Description: `The function that writes to ${prefix}`,
      Value: ref(functionName),
    },
    [`${functionName}Arn`]: {
      Description: `The ARN of ${functionName}`,
      Value: attribute(functionName, 'Arn'),
    },
    [`${functionName}Console`]: {
      Description: `${functionName} in the console`,
      Value: functionLink(ref(functionName)),
    },
  };
}

/** The console expects the URL of the queue, encoded. CloudFormation cannot encode it, so the link contains the encoded text. */
function queueLink(name: Reference): Reference {
  const url = sub`https%3A%2F%2Fsqs.${pseudo.region}.${pseudo.urlSuffix}%2F${pseudo.accountId}%2F${name}`;
  return sub`${console}/sqs/v3/home?region=${pseudo.region}#/queues/${url}`;
}

function functionLink(name: Reference): Reference {
  return sub`${console}/lambda/home?region=${pseudo.region}#/functions/${name}`;
}
