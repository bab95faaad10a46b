/** Tasks 5.1 to 5.4: functions and their triggers. */
import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import type { End } from '../../facts.ts';
import { setCode, setFunction, setTrigger } from '../changes.ts';
import type { BuiltLab } from '../hand-built-lab.ts';
import { createTrigger } from '../lab/functions.ts';
import { LAB_NAMES } from '../lab/names.ts';
import type { Mutant } from '../set-up.ts';

export const functionMutants: readonly Mutant[] = [
  {
    name: 'no-mobile-function',
    mistake: 'The second function was never made.',
    apply: async ({ aws, functions, triggers }) => {
      await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: triggers.mobile }));
      await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: functions.mobile.name }));
    },
    fails: ['5.3.function'],
    hint: /there is no function 'CreateMobileImage'/,
  },
  {
    name: 'thumbnail-function-misspelt',
    mistake: 'The first function is called CreateThumbnails; its trigger and code are right.',
    names: { functions: { ...LAB_NAMES.functions, thumbnail: 'CreateThumbnails' } },
    fails: ['5.1.function'],
    hint: /CreateThumbnails: was that meant/,
  },
  {
    name: 'mobile-function-misspelt',
    mistake: 'The second function is called createMobileImage.',
    names: { functions: { ...LAB_NAMES.functions, mobile: 'createMobileImage' } },
    fails: ['5.3.function'],
    hint: /createMobileImage: was that meant/,
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
    name: 'mobile-zip-in-the-thumbnail-function',
    mistake: 'CreateMobileImage.zip was uploaded to CreateThumbnail.',
    apply: (lab) => setCode(lab, 'thumbnail', lab.zips.mobile),
    fails: ['5.2.handler'],
    hint: /did not find the handler 'CreateThumbnail.handler'/,
  },
  {
    name: 'thumbnail-function-without-description',
    mistake: 'The description of CreateThumbnail was left empty.',
    apply: (lab) => setFunction(lab, 'thumbnail', { Description: '' }),
    fails: ['5.2.description'],
    hint: /CreateThumbnail has no description/,
  },
  {
    name: 'mobile-function-without-description',
    mistake: 'The description of CreateMobileImage is a blank.',
    apply: (lab) => setFunction(lab, 'mobile', { Description: ' ' }),
    fails: ['5.4.description'],
    hint: /CreateMobileImage has no description/,
  },
];

export const triggerMutants: readonly Mutant[] = [
  {
    name: 'thumbnail-trigger-disabled',
    mistake: 'The trigger of CreateThumbnail is in the state "Disabled".',
    apply: (lab) => setTrigger(lab, 'thumbnail', { Enabled: false }),
    fails: ['5.2.trigger'],
    hint: /is disabled/,
  },
  {
    name: 'mobile-trigger-missing',
    mistake: 'CreateMobileImage was given no trigger.',
    apply: ({ aws, triggers }) =>
      aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: triggers.mobile })),
    fails: ['5.4.trigger'],
    hint: /CreateMobileImage has no trigger/,
  },
  {
    name: 'triggers-swapped',
    mistake: "Each function has the other one's queue as its trigger.",
    apply: async ({ aws, triggers, functions, queues }) => {
      for (const UUID of Object.values(triggers))
        await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      await createTrigger(aws, functions.thumbnail.name, queues.mobile.arn);
      await createTrigger(aws, functions.mobile.name, queues.thumbnail.arn);
    },
    fails: ['5.2.trigger', '5.4.trigger'],
    hint: /The trigger of Create(Thumbnail|MobileImage) is (mobile|thumbnail)-queue, not/,
  },
  {
    name: 'thumbnail-trigger-of-ten-messages',
    mistake: 'The batch size of the trigger of CreateThumbnail was left at 10.',
    apply: (lab) => setTrigger(lab, 'thumbnail', { BatchSize: 10 }),
    fails: ['5.2.batch-size'],
    hint: /up to 10 messages at a time/,
  },
  {
    name: 'mobile-trigger-of-ten-messages',
    mistake: 'The batch size of the trigger of CreateMobileImage was left at 10.',
    apply: (lab) => setTrigger(lab, 'mobile', { BatchSize: 10 }),
    fails: ['5.4.batch-size'],
    hint: /up to 10 messages at a time/,
  },
  {
    name: 'thumbnail-trigger-with-a-filter',
    mistake: 'The filter criteria of the trigger let nothing of S3 through.',
    apply: (lab) =>
      setTrigger(lab, 'thumbnail', {
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['picture'] } }) }] },
      }),
    fails: ['5.2.trigger'],
    hint: /filter criteria/,
  },
];

async function switchOff({ aws, functions }: BuiltLab, end: End): Promise<void> {
  const FunctionName = functions[end].name;
  await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
}
