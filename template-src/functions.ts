import { attribute, type Reference, ref } from './intrinsics.ts';
import type { IdOf, ParameterId, WorkQueueId } from './logical-ids.ts';
import { names } from './names.ts';
import type { ResourcesOf } from './resource.ts';
import type { ServerlessFunction } from './sam-function.ts';
import type { Suppression } from './suppressions.ts';

/** Far more than a picture takes. The queues hide a message for six times as long. */
export const FUNCTION_TIMEOUT_SECONDS = 30;

/**
 * The smallest of those tried that leaves half as much again as any process took. More is faster, and dearer, since what waits
 * for S3 is paid by memory, too: docs/decisions/0010-memory-size.md.
 */
export const FUNCTION_MEMORY_MB = 768;

type FunctionId = IdOf<'AWS::Serverless::Function'>;

const suppressed: readonly Suppression[] = [
  {
    rules: ['WS1004'],
    because: 'Its log group has a retention, and a name that this rule does not look for: see LoggingConfig.',
  },
  {
    rules: ['CKV_AWS_116'],
    because:
      'What fails comes from a queue, and goes to the dead-letter queue of that; this one is for other events.',
  },
  {
    rules: ['CKV_AWS_115'],
    because:
      'MaximumConcurrency limits it at its trigger; a reserved one throttles, which costs messages a try.',
  },
  {
    rules: ['CKV_AWS_117'],
    because:
      'It calls nothing but services of AWS, by TLS and IAM: a VPC would add costs and protect nothing.',
  },
  {
    rules: ['CKV_AWS_173'],
    because: 'Sizes and a quality are no secret; AWS encrypts them with its own key.',
  },
];

export const functionResources: ResourcesOf<FunctionId> = {
  CreateThumbnail: {
    comment: `Tasks 5.1 and 5.2: makes thumbnails of what thumbnail-queue holds, one message at a time. It answers with the
messages that failed, so that only those are delivered again. (Python 3.9 in the lab, which AWS offers no more.)`,
    why: {
      'Properties.MemorySize':
        'Half as much again as the largest pictures take. It also sets the share of a processor: with more, a picture is faster and dearer.',
      'Properties.Tracing': 'X-Ray shows where the time of a run goes: in S3, or in the picture.',
      'Properties.Environment.Variables.MALLOC_ARENA_MAX':
        "One heap for all threads of the process takes 10 MB less: libvips's hardly ever meet there.",
      'Properties.LoggingConfig': 'Into the log group above, which the role may write to and cannot make.',
      'Properties.Events.Trigger.Properties.BatchSize': "The lab's. One bad picture keeps no other waiting.",
      'Properties.Events.Trigger.Properties.FunctionResponseTypes':
        'Only what failed is delivered again, also if you raise the batch size.',
      'Properties.Events.Trigger.Properties.ScalingConfig':
        'A flood of uploads waits in the queue, rather than take all of the account and be throttled.',
    },
    suppressed,
    resource: resizer('CreateThumbnail', {
      name: names.createThumbnail,
      description: 'Create a thumbnail-sized image',
      queue: 'ThumbnailQueue',
      logs: 'CreateThumbnailLogs',
      size: 'ThumbnailSize',
    }),
  },
  CreateMobileImage: {
    comment: 'Tasks 5.3 and 5.4: makes mobile pictures of what mobile-queue holds, in the same way.',
    suppressed,
    resource: resizer('CreateMobileImage', {
      name: names.createMobileImage,
      description: 'Create a mobile friendly image',
      queue: 'MobileQueue',
      logs: 'CreateMobileImageLogs',
      size: 'MobileSize',
    }),
  },
};

interface Resizer {
  name: Reference;
  description: string;
  queue: WorkQueueId;
  logs: IdOf<'AWS::Logs::LogGroup'>;
  /** The parameter that says how many pixels it fits its pictures within. */
  size: ParameterId;
}

function resizer(id: FunctionId, { name, description, queue, logs, size }: Resizer): ServerlessFunction {
  return {
    Type: 'AWS::Serverless::Function',
    Properties: {
      FunctionName: name,
      Description: description,
      CodeUri: 'functions/',
      Handler: `${id}.handler`,
      Runtime: 'nodejs24.x',
      Architectures: [ref('Architecture')],
      MemorySize: FUNCTION_MEMORY_MB,
      Timeout: FUNCTION_TIMEOUT_SECONDS,
      Tracing: 'Active',
      Role: attribute('LabExecutionRole', 'Arn'),
      LoggingConfig: { LogGroup: ref(logs) },
      Environment: {
        Variables: {
          MAX_SIZE: ref(size),
          JPEG_QUALITY: ref('JpegQuality'),
          MAX_MEGAPIXELS: ref('MaxMegapixels'),
          MALLOC_ARENA_MAX: '1',
        },
      },
      Events: {
        Trigger: {
          Type: 'SQS',
          Properties: {
            Queue: attribute(queue, 'Arn'),
            BatchSize: 1,
            Enabled: true,
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ScalingConfig: { MaximumConcurrency: ref('MaximumConcurrency') },
          },
        },
      },
    },
    Metadata: buildWithEsbuild(id),
  };
}

/**
 * How `sam build` bundles a function: one ES module, with the WebAssembly of libvips (as `npm ci` compressed it) and its worker
 * beside it.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html
 */
function buildWithEsbuild(id: FunctionId) {
  return {
    BuildMethod: 'esbuild',
    BuildProperties: {
      Format: 'esm',
      Minify: true,
      Target: 'node24',
      Sourcemap: false,
      // Else esbuild takes the packages' CommonJS, from which it can leave nothing out.
      MainFields: 'module,main',
      OutExtension: ['.js=.mjs'],
      EntryNames: '[name]',
      Loader: ['.zst=copy'],
      EntryPoints: [
        `${id}.ts`,
        '../node_modules/.libvips/vips.wasm.zst',
        '../node_modules/wasm-vips/lib/vips-node.mjs',
      ],
      // The AWS SDK's CommonJS parts call require, which an ES module does not have.
      Banner: [
        "js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      ],
    },
  };
}
