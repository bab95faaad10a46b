/** Looks at labs on the embedded AWS. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { type Lab, startLab } from '../../local/lab.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { Failure } from '../../local/set-up/failure.mjs';
import { localFolder } from '../../local/set-up/project.mjs';
import { FUNCTION_MEMORY_MB } from '../../template-src/functions.ts';
import { type AwsOptions, connect } from '../aws.ts';
import { buildLab } from '../corpus/hand-built-lab.ts';
import { zipsIn } from '../corpus/project-zips.ts';
import { foundIn } from '../tasks/found.ts';
import { type Observed, type ObserveOptions, observe } from './observe.ts';

const NAME = 'observe-test';
const BY_HAND = '222222222222';
const EMPTY = '333333333333';
let deployed: Lab;
const { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE } = process.env;

before(async () => {
  deployed = await startLab({ name: NAME });
  const zips = zipsIn(path.join(localFolder, `${NAME}-build/artifacts`));
  await buildLab(clients(BY_HAND), { account: BY_HAND, region: LOCAL_REGION, zips });
});
after(async () => {
  Object.assign(process.env, { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE });
  await stopAllLeashed();
});

function clients(account: string, options: AwsOptions = {}) {
  const { endpoint } = deployed.emulator;
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials, ...options });
}

async function look(account: string, options: ObserveOptions = {}) {
  const calls: string[] = [];
  const aws = clients(account, { onCall: (action) => calls.push(action) });
  return { facts: await observe(aws, options), calls };
}

function kindsOf({ topic, queues, bucket, roles, functions }: Observed): string[] {
  const all = [topic, bucket, ...[queues, roles, functions].flatMap((pair) => Object.values(pair))];
  const ofFunctions = Object.values(functions).flatMap((seen) => foundIn(seen)?.role.kind ?? []);
  assert.ok(ofFunctions.every((kind) => kind === 'found'));
  return all.map(({ kind }) => kind);
}

const lastPart = (arn: string) => arn.split(/[:/]/).at(-1);

/** The facts that tell one lab from another. */
function summary({ topic, queues, bucket, functions }: Observed) {
  const { name = '', fifo, subscriptions = [] } = foundIn(topic) ?? {};
  const pictures = foundIn(bucket);
  return {
    topic: [
      name,
      fifo,
      subscriptions.map(({ protocol, endpoint }) => `${protocol} ${lastPart(endpoint)}`).toSorted(),
    ],
    queues: Object.values(queues).map((seen) => {
      const queue = foundIn(seen);
      return [queue?.name, queue?.visibilityTimeoutSeconds];
    }),
    bucket: [
      pictures?.name,
      pictures?.notifications.map(({ to, prefix, suffix, events }) => `${to} ${prefix} ${suffix} ${events}`),
      pictures?.lifecycleRules.map(
        (rule) => `${rule.id} ${rule.prefix} ${rule.expirationDays} ${rule.noncurrentDays}`,
      ),
      pictures?.uploads.map(({ key }) => key),
    ],
    functions: Object.values(functions).map((seen) => {
      const lambda = foundIn(seen);
      const triggers = lambda?.triggers.map(
        ({ sourceArn, state, batchSize, partialResponses }) =>
          `${lastPart(sourceArn)} ${state} ${batchSize} ${partialResponses}`,
      );
      const { name, runtime, state, memoryMb, maxSize, roleArn = '' } = lambda ?? {};
      return [name, runtime, state, memoryMb, maxSize, lastPart(roleArn), triggers];
    }),
  };
}

function describeStacks() {
  return deployed.clients.cloudFormation.send(new DescribeStacksCommand({}));
}

describe('a lab that sam deployed', () => {
  it('is seen whole', async () => {
    const { facts } = await look(LOCAL_ACCOUNT);
    assert.deepEqual(kindsOf(facts), Array(8).fill('found'));
    assert.deepEqual([facts.account, facts.region], [LOCAL_ACCOUNT, LOCAL_REGION]);
    assert.deepEqual(summary(facts), {
      topic: ['resize-image-topic-2718', false, ['sqs mobile-queue', 'sqs thumbnail-queue']],
      queues: [
        ['thumbnail-queue', 180],
        ['mobile-queue', 180],
      ],
      bucket: [
        deployed.bucket,
        ['topic ingest/ .jpg s3:ObjectCreated:*'],
        ['cleanup ingest/ 30 1', 'old-versions  null 30'],
        [],
      ],
      functions: [
        [
          'CreateThumbnail',
          'nodejs24.x',
          'Active',
          FUNCTION_MEMORY_MB,
          128,
          'LabExecutionRole',
          ['thumbnail-queue Enabled 1 true'],
        ],
        [
          'CreateMobileImage',
          'nodejs24.x',
          'Active',
          FUNCTION_MEMORY_MB,
          640,
          'LabExecutionRole',
          ['mobile-queue Enabled 1 true'],
        ],
      ],
    });
  });

  it('has roles that may do what they need and no more', async () => {
    const { facts } = await look(LOCAL_ACCOUNT);
    for (const seen of Object.values(facts.roles)) {
      const decisions = Map.groupBy(foundIn(seen)?.permissions ?? [], ({ purpose }) => purpose);
      assert.deepEqual(
        new Set(decisions.get('needed')?.map(({ decision }) => decision)),
        new Set(['allowed']),
      );
      assert.deepEqual(
        new Set(decisions.get('excess')?.map(({ decision }) => decision)),
        new Set(['implicitDeny']),
      );
    }
  });

  it('is the same when its stack is named, or its topic and bucket', async () => {
    const { facts } = await look(LOCAL_ACCOUNT);
    const { Stacks = [] } = await describeStacks();
    const stack = Stacks.find(({ Outputs = [] }) => Outputs.length > 0)?.StackName;
    assert.ok(stack);
    const topic = facts.topic.kind === 'found' ? facts.topic.value.arn : '';
    for (const options of [
      { stack },
      { topic, bucket: deployed.bucket },
      { topic: 'resize-image-topic-2718' },
    ]) {
      const { facts: again } = await look(LOCAL_ACCOUNT, options);
      assert.deepEqual({ ...again, startedAt: '' }, { ...facts, startedAt: '' });
    }
  });

  it('is not taken for another when what is named does not exist', async () => {
    for (const [options, message] of [
      [{ stack: 'nowhere' }, /no stack 'nowhere'/],
      [{ topic: 'nowhere' }, /no topic 'nowhere'/],
      [{ bucket: 'nowhere-at-all' }, /no bucket 'nowhere-at-all'/],
    ] as const) {
      await assert.rejects(
        look(LOCAL_ACCOUNT, options),
        (error) => error instanceof Failure && message.test(error.message),
      );
    }
  });
});

describe('a lab that was built by hand', () => {
  it('is seen whole, by few calls', async () => {
    const { facts, calls } = await look(BY_HAND);
    assert.deepEqual(kindsOf(facts), Array(8).fill('found'));
    const { bucket, functions, topic } = summary(facts);
    assert.deepEqual(topic.at(-1), ['email l…@example.com', 'sqs mobile-queue', 'sqs thumbnail-queue']);
    assert.deepEqual(bucket.at(-1), ['ingest/HappyFace.jpg']);
    assert.deepEqual(functions[0]?.at(-1), ['thumbnail-queue Enabled 1 false']);
    assert.ok(calls.length <= 46, `${calls.length} calls: ${calls.join(' ')}`);
  });

  it('reads each fact once', async () => {
    const { calls } = await look(BY_HAND);
    for (const action of [
      'sns:ListTopics',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      's3:GetBucketNotification',
    ])
      assert.deepEqual(
        calls.filter((call) => call === action),
        [action],
      );
    assert.equal(calls.filter((call) => call === 'iam:GetRole').length, 2);
  });

  it('costs little more among many other things', async () => {
    const { calls: alone } = await look(BY_HAND);
    const { s3, sns } = clients(BY_HAND);
    const CreateBucketConfiguration = { LocationConstraint: LOCAL_REGION } as const;
    for (let index = 0; index < 20; index++)
      await s3.send(new CreateBucketCommand({ Bucket: `other-bucket-${index}`, CreateBucketConfiguration }));
    for (let index = 0; index < 120; index++)
      await sns.send(new CreateTopicCommand({ Name: `other-${index}` }));
    const { facts, calls } = await look(BY_HAND);
    assert.deepEqual(kindsOf(facts), Array(8).fill('found'));
    assert.equal(summary(facts).bucket[0], `my-pictures-${BY_HAND}`);
    assert.ok(calls.length <= alone.length + 5, calls.join(' '));
  });
});

describe('an account without a lab', () => {
  it('has nothing of it, and that is no error', async () => {
    const { facts } = await look(EMPTY);
    assert.deepEqual(kindsOf(facts), Array(8).fill('absent'));
  });
});

describe('when AWS cannot be asked', () => {
  const nothing = (facts: Observed, kind: string, message: RegExp) => {
    assert.deepEqual(kindsOf(facts), Array(8).fill('unreadable'));
    assert.ok(facts.topic.kind === 'unreadable');
    assert.equal(facts.topic.trouble.kind, kind, JSON.stringify(facts.topic.trouble));
    assert.match(facts.topic.trouble.message, message);
  };

  it('because the credentials are wrong, nothing is seen', async () => {
    nothing(await observe(clients('AKIAIOSFODNN7EXAMPLE'), {}), 'credentials', /security token|invalid/i);
  });

  it('because no region is set, nothing is seen', async () => {
    delete process.env.AWS_REGION;
    delete process.env.AWS_DEFAULT_REGION;
    process.env.AWS_CONFIG_FILE = '/dev/null';
    const credentials = { accessKeyId: BY_HAND, secretAccessKey: 'local' };
    nothing(
      await observe(connect({ endpoint: deployed.emulator.endpoint, credentials }), {}),
      'credentials',
      /region/i,
    );
  });

  it('because there is no network, nothing is seen', async () => {
    nothing(
      await observe(clients(BY_HAND, { endpoint: 'http://127.0.0.1:9' }), {}),
      'network',
      /ECONNREFUSED/,
    );
  });

  it('because the time is up, nothing is seen', async () => {
    nothing(await observe(clients(BY_HAND, { signal: AbortSignal.abort() }), {}), 'timeout', /abort/i);
  });
});
