/** Reads labs on the embedded AWS. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { bounded } from '../../aws/bounded-aws.ts';
import type { AwsOptions } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { buildIfStale } from '../../local/sam/built-functions.ts';
import { buildLab } from '../../solve/labs/hand-built-lab.ts';
import { zipsIn } from '../../solve/labs/project-zips.ts';
import { FUNCTION_MEMORY_MB } from '../../template-src/function-build.ts';
import { connect } from '../connect.ts';
import { foundIn } from '../seen.ts';
import { STACK_NAME } from '../stack.ts';
import { type Observed, type ObserveOptions, observe } from './observe.ts';

const NAME = 'observe-test';
const BY_HAND = '222222222222';
const EMPTY = '333333333333';
let deployed: Lab;
const { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE } = process.env;

before(async () => {
  deployed = await startLab({ name: NAME });
  const zips = zipsIn(await buildIfStale());
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

/** The facts that distinguish one lab from another. */
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

describe('a lab that SAM deployed', () => {
  it('is read completely', async () => {
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

  it('has roles that are allowed to do what they need and nothing else', async () => {
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

  it('is the same when a flag names its stack, or its topic and bucket', async () => {
    const { facts } = await look(LOCAL_ACCOUNT);
    const topic = facts.topic.kind === 'found' ? facts.topic.value.arn : '';
    for (const options of [
      { stack: STACK_NAME },
      { topic, bucket: deployed.bucket },
      { topic: 'resize-image-topic-2718' },
    ]) {
      const { facts: again } = await look(LOCAL_ACCOUNT, options);
      assert.deepEqual({ ...again, startedAt: '' }, { ...facts, startedAt: '' });
    }
  });

  it('is not replaced by another one when the named resource does not exist', async () => {
    for (const [options, message] of [
      [{ stack: 'nowhere' }, /a stack named 'nowhere', but this account has none/],
      [{ topic: 'nowhere' }, /a topic named 'nowhere', but this account has none/],
      [{ bucket: 'nowhere-at-all' }, /a bucket named 'nowhere-at-all', but this account has none/],
    ] as const) {
      await assert.rejects(
        look(LOCAL_ACCOUNT, options),
        (error) => error instanceof Failure && message.test(error.message),
      );
    }
  });
});

describe('a lab that was built by hand', () => {
  it('is read completely with few calls', async () => {
    const { facts, calls } = await look(BY_HAND);
    assert.deepEqual(kindsOf(facts), Array(8).fill('found'));
    const { bucket, functions, topic } = summary(facts);
    assert.deepEqual(topic.at(-1), ['email l…@example.com', 'sqs mobile-queue', 'sqs thumbnail-queue']);
    assert.deepEqual(bucket.at(-1), ['ingest/HappyFace.jpg']);
    assert.deepEqual(functions[0]?.at(-1), ['thumbnail-queue Enabled 1 false']);
    assert.ok(calls.length <= 49, `${calls.length} calls: ${calls.join(' ')}`);
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

  it('takes few more calls in an account with many other resources', async () => {
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
  it('has no part of it, which is not an error', async () => {
    const { facts } = await look(EMPTY);
    assert.deepEqual(kindsOf(facts), Array(8).fill('absent'));
  });
});

describe('when AWS cannot be read', () => {
  const nothing = (facts: Observed, kind: string, message: RegExp) => {
    assert.deepEqual(kindsOf(facts), Array(8).fill('unreadable'));
    assert.ok(facts.topic.kind === 'unreadable');
    assert.equal(facts.topic.trouble.kind, kind, JSON.stringify(facts.topic.trouble));
    assert.match(facts.topic.trouble.message, message);
  };

  it('because the credentials are wrong, everything is unreadable', async () => {
    nothing(await observe(clients('AKIAIOSFODNN7EXAMPLE'), {}), 'credentials', /security token|invalid/i);
  });

  it('because no region is set, everything is unreadable', async () => {
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

  it('because there is no network, everything is unreadable', async () => {
    nothing(
      await observe(clients(BY_HAND, { endpoint: 'http://127.0.0.1:9' }), {}),
      'network',
      /ECONNREFUSED/,
    );
  });

  it('because the time is up, everything is unreadable', async () => {
    nothing(
      await observe(bounded(clients(BY_HAND), AbortSignal.abort()), {}),
      'timeout',
      /The call was abandoned/,
    );
  });
});
