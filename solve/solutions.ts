/** What to do for each task. Each solution creates what is missing, and corrects what is there. */

import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand } from '@aws-sdk/client-sns';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Facts, FunctionFacts } from '../account/facts.ts';
import { foundIn } from '../account/seen.ts';
import { isPolling } from '../account/trigger-states.ts';
import type { Aws } from '../aws/clients.ts';
import { poll } from '../aws/poll.ts';
import type { ForEachLabOutput, LabOutput } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { samplePicture } from '../local/pictures.ts';
import { createFunction, createTrigger } from './labs/functions.ts';
import { createQueue, putTopicPolicy, subscribe } from './labs/messaging.ts';
import {
  bucketPolicy,
  logsPolicy,
  managedPolicies,
  pastedTopicPolicy,
  subscribedQueuePolicy,
  trustPolicy,
} from './labs/policies.ts';
import { attachPolicy, createRole, putPolicy } from './labs/roles.ts';
import type { Place } from './place.ts';
import { solveBucket, solveLifecycle } from './solve-bucket.ts';

export interface Solving {
  aws: Aws;
  /** What is in the account now. */
  facts: Facts;
  place: Place;
  /** The project's functions, zipped. */
  zips: ForEachLabOutput<Uint8Array>;
  /** The address for task 9. */
  email: string;
  /** Says a line about what a command also does. */
  say: (text: string) => void;
}

/**
 * The solution of each task, by its id. Tasks 7.1 and 7.2 have none of their own: they show what the others made. So a new upload is all
 * that they can need.
 */
export const SOLUTIONS: Readonly<Record<string, (solving: Solving) => Promise<unknown>>> = {
  '1': ({ aws, place }) => aws.sns.send(new CreateTopicCommand({ Name: place.topic.name })),
  '2.1': (solving) => solveQueue(solving, 'thumbnail'),
  '2.2': (solving) => solveQueue(solving, 'mobile'),
  '2.3': ({ aws, place }) =>
    aws.sns.send(
      new PublishCommand({
        TopicArn: place.topic.arn,
        Subject: 'Hello world.',
        Message: 'Testing Hello world',
        MessageAttributes: { Message: { DataType: 'String', StringValue: 'Hello World.' } },
      }),
    ),
  '3.1': ({ aws, place }) => putTopicPolicy(aws, place.topic, pastedTopicPolicy(place.topic.arn)),
  '3.2': solveBucket,
  '4': solveRoles,
  '5.1': (solving) => solveFunction(solving, 'thumbnail'),
  '5.2': (solving) => solveTrigger(solving, 'thumbnail'),
  '5.3': (solving) => solveFunction(solving, 'mobile'),
  '5.4': (solving) => solveTrigger(solving, 'mobile'),
  '6': upload,
  '7.1': upload,
  '7.2': solveOutputs,
  '8': solveLifecycle,
  '9': ({ aws, place, email }) => subscribe(aws, place.topic.arn, 'email', email),
};

async function solveQueue({ aws, facts, place }: Solving, end: LabOutput): Promise<void> {
  const { name, arn, url } = place.queues[end];
  if (foundIn(facts.queues[end]) === undefined) {
    await createQueue(aws, name, place.topic);
    return;
  }
  const Policy = JSON.stringify(subscribedQueuePolicy(arn, place.topic.arn));
  const Attributes = { Policy, VisibilityTimeout: '180', DelaySeconds: '0' };
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  await subscribe(aws, place.topic.arn, 'sqs', arn);
}

async function solveRoles({ aws, facts, place }: Solving): Promise<void> {
  const { custom, lab } = place.roles;
  for (const which of ['custom', 'lab'] as const) {
    const RoleName = place.roles[which].name;
    const PolicyDocument = JSON.stringify(trustPolicy());
    if (foundIn(facts.roles[which]) === undefined) await createRole(aws, RoleName);
    else await aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  }
  await putPolicy(aws, custom.name, 'AWSLambda-CW', logsPolicy);
  await putPolicy(aws, custom.name, 'AWSLambda-S3', bucketPolicy(`arn:aws:s3:::${place.bucket}`));
  for (const policy of managedPolicies) await attachPolicy(aws, lab.name, policy);
  await putPolicy(aws, lab.name, 'CWLogsPolicy', logsPolicy);
}

async function solveFunction({ aws, facts, place, zips }: Solving, end: LabOutput): Promise<void> {
  const { name: FunctionName } = place.functions[end];
  const found = foundIn(facts.functions[end]);
  if (found === undefined) {
    const wanted = { name: FunctionName, roleArn: place.roles.lab.arn, zip: zips[end] };
    await whenAssumable(() => createFunction(aws, end, wanted));
    return;
  }
  if (found.reservedConcurrency === 0)
    await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const Role = place.roles.lab.arn;
  await aws.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Role, Runtime: 'nodejs24.x' }),
  );
}

/** On AWS, Lambda cannot assume a new role for some seconds. */
async function whenAssumable<T>(create: () => Promise<T>): Promise<T> {
  const tried = await poll(
    () =>
      create().then(
        (value) => ({ value }),
        (error: Error) => {
          if (/cannot be assumed/.test(error.message)) return undefined;
          throw error;
        },
      ),
    { milliseconds: 30_000 },
  );
  return tried === undefined ? create() : tried.value;
}

async function solveTrigger(solving: Solving, end: LabOutput): Promise<void> {
  const { aws, facts, place, zips } = solving;
  const { name: FunctionName } = place.functions[end];
  const found = foundIn(facts.functions[end]);
  if (found !== undefined && !isConfigured(found, end)) await configure(aws, FunctionName, end, zips[end]);
  await removeOtherConsumers(solving, end);
  const trigger = found?.triggers.find(({ sourceArn }) => sourceArn === place.queues[end].arn);
  if (trigger === undefined) {
    await createTrigger(aws, FunctionName, place.queues[end].arn);
    return;
  }
  const right = { Enabled: true, BatchSize: 1, FilterCriteria: {} };
  await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: trigger.id, ...right }));
}

/** SQS delivers each message to one consumer only. A disabled trigger takes no messages, so it stays. */
async function removeOtherConsumers({ aws, place, say }: Solving, end: LabOutput): Promise<void> {
  const asked = { EventSourceArn: place.queues[end].arn };
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
    { client: aws.lambda },
    asked,
  )) {
    for (const { UUID, FunctionArn, State = '' } of EventSourceMappings) {
      const [, , , , , , name] = FunctionArn?.split(':') ?? [];
      if (name === place.functions[end].name || !isPolling(State)) continue;
      say(`# ${name} also takes messages from ${place.queues[end].name}, so this removes its trigger:`);
      await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    }
  }
}

function isConfigured({ handler, description }: FunctionFacts, end: LabOutput): boolean {
  return handler === handlerOf(end) && description === OUTPUTS[end].description;
}

async function configure(aws: Aws, FunctionName: string, end: LabOutput, ZipFile: Uint8Array): Promise<void> {
  const settings = {
    Handler: handlerOf(end),
    Description: OUTPUTS[end].description,
    MemorySize: 512,
    Timeout: 30,
  };
  await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));
  await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
}

function handlerOf(end: LabOutput): string {
  return `${OUTPUTS[end].functionName}.handler`;
}

async function upload({ aws, place }: Solving): Promise<void> {
  const { name, bytes } = samplePicture();
  const object = { Bucket: place.bucket, Key: `ingest/${name}`, Body: bytes, ContentType: 'image/jpeg' };
  await aws.s3.send(new PutObjectCommand(object));
}

/** The code is wrong when everything else is right and the outputs are not. */
async function solveOutputs(solving: Solving): Promise<void> {
  const { aws, facts, place, zips } = solving;
  for (const end of ['thumbnail', 'mobile'] as const)
    if (foundIn(facts.functions[end]) !== undefined)
      await configure(aws, place.functions[end].name, end, zips[end]);
  await upload(solving);
}
