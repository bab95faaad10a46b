/** Tasks 5.1 to 5.4: functions and their triggers. */

import { DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import type { LabOutput } from '../../../lab/output-names.ts';
import { createTrigger } from '../../labs/functions.ts';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { LAB_NAMES } from '../../labs/names.ts';
import { addFunction, setCode, setFunction, setTrigger } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const functionMutants: readonly Mutant[] = [
  {
    name: 'no-mobile-function',
    mistake: 'The second function was never created.',
    apply: async ({ aws, functions, triggers }) => {
      await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: triggers.mobile }));
      await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: functions.mobile.name }));
    },
    fails: ['5.3.function'],
    hint: /no function is named CreateMobileImage/,
  },
  {
    name: 'thumbnail-function-misspelt',
    mistake: 'The first function is named CreateThumbnails. Its trigger and code are right.',
    names: { functions: { ...LAB_NAMES.functions, thumbnail: 'CreateThumbnails' } },
    fails: ['5.1.function'],
    hint: /Found a function named CreateThumbnails\. The lab expects CreateThumbnail\./,
  },
  {
    name: 'mobile-function-misspelt',
    mistake: 'The second function is named createMobileImage.',
    names: { functions: { ...LAB_NAMES.functions, mobile: 'createMobileImage' } },
    fails: ['5.3.function'],
    hint: /Found a function named createMobileImage\./,
  },
  {
    name: 'thumbnail-function-switched-off',
    mistake: 'The reserved concurrency of CreateThumbnail is 0 ("Throttle" was pressed).',
    apply: (lab) => switchOff(lab, 'thumbnail'),
    fails: ['5.1.function'],
    hint: /reserved concurrency is 0/,
  },
  {
    name: 'mobile-function-switched-off',
    mistake: 'The reserved concurrency of CreateMobileImage is 0 ("Throttle" was pressed).',
    apply: (lab) => switchOff(lab, 'mobile'),
    fails: ['5.3.function'],
    hint: /reserved concurrency is 0/,
  },
  {
    name: 'thumbnail-handler-left-at-its-default',
    mistake: 'The handler of CreateThumbnail is still index.handler.',
    apply: (lab) => setFunction(lab, 'thumbnail', { Handler: 'index.handler' }),
    fails: ['5.2.handler'],
    hint: /did not find the handler 'index.handler'/,
  },
  {
    name: 'mobile-handler-of-the-other-function',
    mistake: 'The handler of CreateMobileImage is CreateThumbnail.handler, copied from task 5.2.',
    apply: (lab) => setFunction(lab, 'mobile', { Handler: 'CreateThumbnail.handler' }),
    fails: ['5.4.handler'],
    hint: /did not find the handler 'CreateThumbnail.handler'/,
  },
  {
    name: 'mobile-handler-in-small-letters',
    mistake: 'The handler of CreateMobileImage is createmobileimage.handler.',
    apply: (lab) => setFunction(lab, 'mobile', { Handler: 'createmobileimage.handler' }),
    fails: ['5.4.handler'],
    hint: /did not find the handler/,
  },
  {
    name: 'thumbnail-handler-of-a-name-that-is-not-exported',
    mistake: 'The handler of CreateThumbnail is CreateThumbnail.lambda_handler.',
    apply: (lab) => setFunction(lab, 'thumbnail', { Handler: 'CreateThumbnail.lambda_handler' }),
    fails: ['5.2.handler'],
    hint: /did not find the handler/,
  },
  {
    name: 'mobile-handler-wrong-and-role-without-s3',
    mistake: 'The handler of CreateMobileImage is main.run, and LabExecutionRole is not allowed to use S3.',
    apply: async (lab) => {
      await setFunction(lab, 'mobile', { Handler: 'main.run' });
      const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
      await lab.aws.iam.send(new DetachRolePolicyCommand({ RoleName: lab.roles.lab.name, PolicyArn }));
    },
    fails: ['4.lab-permissions', '5.4.handler'],
    hint: /did not find the handler 'main.run'|LabExecutionRole is not allowed to call s3|not allowed to call s3/,
  },
  {
    name: 'mobile-zip-in-the-thumbnail-function',
    mistake: 'CreateMobileImage.zip was uploaded to CreateThumbnail.',
    apply: (lab) => setCode(lab, 'thumbnail', lab.zips.mobile),
    fails: ['5.2.handler'],
    hint: /did not find the handler 'CreateThumbnail.handler'/,
  },
  {
    name: 'thumbnail-function-without-description',
    mistake: 'The description of CreateThumbnail is empty.',
    apply: (lab) => setFunction(lab, 'thumbnail', { Description: '' }),
    fails: ['5.2.description'],
    hint: /CreateThumbnail has no description/,
  },
  {
    name: 'mobile-function-without-description',
    mistake: 'The description of CreateMobileImage is a single space.',
    apply: (lab) => setFunction(lab, 'mobile', { Description: ' ' }),
    fails: ['5.4.description'],
    hint: /CreateMobileImage has no description/,
  },
];

export const triggerMutants: readonly Mutant[] = [
  {
    name: 'thumbnail-trigger-disabled',
    mistake: 'The trigger of CreateThumbnail is disabled.',
    apply: (lab) => setTrigger(lab, 'thumbnail', { Enabled: false }),
    fails: ['5.2.trigger'],
    hint: /is disabled/,
  },
  {
    name: 'mobile-trigger-missing',
    mistake: 'CreateMobileImage has no trigger.',
    apply: ({ aws, triggers }) =>
      aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: triggers.mobile })),
    fails: ['5.4.trigger'],
    hint: /CreateMobileImage has no trigger/,
  },
  {
    name: 'triggers-swapped',
    mistake: 'Each function has the queue of the other function as its trigger.',
    apply: async ({ aws, triggers, functions, queues }) => {
      for (const UUID of Object.values(triggers))
        await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      await createTrigger(aws, functions.thumbnail.name, queues.mobile.arn);
      await createTrigger(aws, functions.mobile.name, queues.thumbnail.arn);
    },
    fails: ['5.2.trigger', '5.4.trigger'],
    hint: /Create(Thumbnail|MobileImage) is triggered by (mobile|thumbnail)-queue, not by /,
  },
  {
    name: 'thumbnail-trigger-of-ten-messages',
    mistake: 'The trigger of CreateThumbnail still has the default batch size of 10.',
    apply: (lab) => setTrigger(lab, 'thumbnail', { BatchSize: 10 }),
    fails: ['5.2.batch-size'],
    hint: /up to 10 messages at a time/,
  },
  {
    name: 'mobile-trigger-of-ten-messages',
    mistake: 'The trigger of CreateMobileImage still has the default batch size of 10.',
    apply: (lab) => setTrigger(lab, 'mobile', { BatchSize: 10 }),
    fails: ['5.4.batch-size'],
    hint: /up to 10 messages at a time/,
  },
  {
    name: 'thumbnail-trigger-with-a-filter',
    mistake: 'The filter criteria of the trigger match no message from S3.',
    apply: (lab) =>
      setTrigger(lab, 'thumbnail', {
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['picture'] } }) }] },
      }),
    fails: ['5.2.trigger'],
    hint: /filter criteria/,
  },
];

/** SQS delivers each message to only one of the functions that a queue triggers. */
export const consumerMutants: readonly Mutant[] = [
  {
    name: 'thumbnail-queue-with-a-second-function',
    mistake: 'thumbnail-queue still triggers a function from an earlier attempt.',
    apply: async (lab) => {
      await addFunction(lab, 'MakeSmallPictures');
      await createTrigger(lab.aws, 'MakeSmallPictures', lab.queues.thumbnail.arn);
    },
    fails: ['5.2.alone'],
    hint: /thumbnail-queue also triggers MakeSmallPictures/,
  },
  {
    name: 'mobile-function-on-both-queues',
    mistake: 'Both queues trigger CreateMobileImage.',
    apply: ({ aws, functions, queues }) => createTrigger(aws, functions.mobile.name, queues.thumbnail.arn),
    fails: ['5.2.alone'],
    hint: /thumbnail-queue also triggers CreateMobileImage/,
  },
  {
    name: 'mobile-queue-whose-messages-another-function-takes',
    mistake: 'mobile-queue triggers another function too, and that function receives the messages.',
    apply: async ({ aws, functions, queues, triggers, ...lab }) => {
      await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: triggers.mobile }));
      await addFunction({ aws, ...lab }, 'hello-world');
      // The embedded AWS serves the older trigger first.
      await createTrigger(aws, 'hello-world', queues.mobile.arn);
      await createTrigger(aws, functions.mobile.name, queues.mobile.arn);
    },
    fails: ['5.4.alone'],
    hint: /mobile-queue also triggers hello-world/,
  },
  {
    name: 'mobile-queue-triggers-another-function-only',
    mistake: 'mobile-queue triggers a function with another name.',
    apply: async (lab) => {
      await lab.aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: lab.triggers.mobile }));
      await addFunction(lab, 'hello-world');
      await createTrigger(lab.aws, 'hello-world', lab.queues.mobile.arn);
    },
    fails: ['5.4.trigger'],
    hint: /CreateMobileImage has no trigger. The queue mobile-queue triggers hello-world instead/,
  },
];

async function switchOff({ aws, functions }: BuiltLab, end: LabOutput): Promise<void> {
  const FunctionName = functions[end].name;
  await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
}
