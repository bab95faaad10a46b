import { type FunctionName, type OutputName, outputId } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { buildProperties, FUNCTION_MEMORY_MB, FUNCTION_TIMEOUT_SECONDS } from './function-build.ts';
import { attribute, ref } from './intrinsics.ts';
import { namesOf } from './names.ts';
import { resourcesOfEachOutput } from './resource.ts';
import type { FunctionProperties, ServerlessFunction } from './sam-function.ts';
import type { Suppression } from './suppressions.ts';
import { taskComment } from './task-comment.ts';

/**
 * What all functions have in common.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export const functionGlobals = {
  CodeUri: 'functions/',
  Runtime: 'nodejs24.x',
  Architectures: [ref('Architecture')],
  MemorySize: FUNCTION_MEMORY_MB,
  Timeout: FUNCTION_TIMEOUT_SECONDS,
  Tracing: 'Active',
  Environment: {
    Variables: {
      JPEG_QUALITY: ref('JpegQuality'),
      MAX_MEGAPIXELS: ref('MaxMegapixels'),
      MALLOC_ARENA_MAX: '1',
    },
  },
} as const satisfies FunctionProperties;

/** Comments above lines of {@link functionGlobals}, by their path in the template. */
export const functionGlobalsComments = {
  'Globals.Function': 'What all functions have in common. SAM adds it to each of them.',
  'Globals.Function.Runtime': 'The lab uses Python 3.9, which AWS has deprecated.',
  'Globals.Function.MemorySize':
    'Half as much again as the largest pictures need. The memory size also sets the share of a processor.',
  'Globals.Function.Tracing':
    'X-Ray shows how long each invocation took, and how much of that was the start of the function.',
  'Globals.Function.Environment.Variables.MALLOC_ARENA_MAX':
    'One heap for all threads saves 10 MB. The threads of libvips hardly ever need it at the same time.',
} as const;

const suppressed: readonly Suppression[] = [
  {
    rules: ['WS1004'],
    because: 'Its log group has a retention, but another name than this rule looks for: see LoggingConfig.',
  },
  {
    rules: ['CKV_AWS_116'],
    because: 'Failed messages go to the dead-letter queue of their queue. This rule is about other events.',
  },
  {
    rules: ['CKV_AWS_115'],
    because:
      'MaximumConcurrency limits the trigger. Reserved concurrency throttles, and each throttle costs a message a try.',
  },
  {
    rules: ['CKV_AWS_117'],
    because: 'It only calls services of AWS, with TLS and IAM. A VPC would cost money and protect nothing.',
  },
  {
    rules: ['CKV_AWS_173'],
    because: 'Sizes and a quality are not secret. AWS encrypts them with its own key.',
  },
];

const why = {
  'Properties.LoggingConfig': 'The log group above. The role may write to it, but cannot create log groups.',
  'Properties.Events.Trigger.Properties.BatchSize':
    'The size that the lab asks for. One bad picture delays no other.',
  'Properties.Events.Trigger.Properties.FunctionResponseTypes':
    'SQS delivers only the failed messages again, even with a larger batch size.',
  'Properties.Events.Trigger.Properties.ScalingConfig':
    'Many uploads wait in the queue. Without a limit they would use up the concurrency of the account.',
};

/** The functions, one for each output. */
export const functionResources = resourcesOfEachOutput<FunctionName, { '': 'AWS::Serverless::Function' }>(
  (name) => OUTPUTS[name].functionName,
  (name, isFirst) => ({
    '': {
      comment: taskComment(name, ['function', 'trigger'], commentOf(name, isFirst)),
      why: isFirst ? why : {},
      suppressed,
      resource: resizer(name),
    },
  }),
);

function commentOf(name: OutputName, isFirst: boolean): string {
  const writes = `resizes the pictures that ${name}-queue tells about, and writes them to ${OUTPUTS[name].prefix}.`;
  return isFirst
    ? `${writes}\nIt returns the messages that failed, so that SQS delivers only those again.`
    : writes;
}

function resizer(name: OutputName): ServerlessFunction {
  const { functionName, description } = OUTPUTS[name];
  return {
    Type: 'AWS::Serverless::Function',
    Properties: {
      FunctionName: namesOf(name).lambda,
      Description: description,
      Handler: `${functionName}.handler`,
      // SAM does not allow a role among the globals.
      Role: attribute('LabExecutionRole', 'Arn'),
      LoggingConfig: { LogGroup: ref(`${functionName}Logs`) },
      Environment: { Variables: { MAX_SIZE: ref(`${outputId(name)}Size`) } },
      Events: {
        Trigger: {
          Type: 'SQS',
          Properties: {
            Queue: attribute(`${outputId(name)}Queue`, 'Arn'),
            BatchSize: 1,
            Enabled: true,
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ScalingConfig: { MaximumConcurrency: ref('MaximumConcurrency') },
          },
        },
      },
    },
    Metadata: { BuildMethod: 'esbuild', BuildProperties: buildProperties(functionName) },
  };
}
