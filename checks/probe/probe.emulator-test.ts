import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ListObjectVersionsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { connect } from '../../account/connect.ts';
import { readPastUpload } from '../../account/follow/past-upload.ts';
import { isProbeKey } from '../../account/follow/picture-name.ts';
import { countMessages, searchQueue } from '../../account/follow/queue-search.ts';
import { type Observed, observe } from '../../account/observe/observe.ts';
import type { Seen } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { EMBEDDED_PACE } from '../../aws/pace.ts';
import { poll } from '../../aws/poll.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { sendPicture } from '../../local/send-picture.ts';
import { createUserWithout } from '../../test/labs/users.ts';
import { type ProbeOptions, probe } from './probe.ts';

let lab: Lab;
let aws: Aws;

before(async () => {
  lab = await startLab({ name: 'probe-emulator' });
  aws = connectAsRoot(() => {});
});
after(stopAllLeashed);

const options: ProbeOptions = { seconds: 20, isBroken: () => false, say: () => {} };

describe('the probe', () => {
  it('follows a message and a picture to both outputs, and leaves nothing behind', async () => {
    const { message, journey, leftovers } = await leavesNothing(() => probeLab({ seconds: 120 }));
    const { arrivals } = valueIn(message);
    const { source, uploadMs, ends } = valueIn(journey);
    assert.ok(source.height >= 900 && source.width < source.height && source.orientation > 1);
    assert.ok(isProbeKey(source.key), source.key);
    assert.ok(uploadMs > 0);
    for (const end of LAB_OUTPUT_NAMES) {
      const arrival = arrivals[end];
      assert.ok(arrival.kind === 'arrived' && arrival.where === 'log', JSON.stringify(arrival));
      const { report, namesUpload, errors } = valueIn(ends[end].invocation);
      assert.ok(report && report.durationMs > 0 && namesUpload);
      assert.deepEqual(errors, []);
      const output = valueIn(ends[end].output);
      assert.deepEqual([output.format, output.height], ['jpeg', end === 'thumbnail' ? 128 : 640]);
      assert.ok(output.likeness > 0.95 && output.likenessAsStored < 0.8, JSON.stringify(output.likeness));
      assert.ok(output.seenAfterMs !== null && output.seenAfterMs > 0);
    }
    assert.deepEqual(leftovers, []);
  });

  it('finds its message in a queue without a consumer, and puts other messages back', async () => {
    const observed = await observe(aws, {});
    const url = await queueUrl(observed, 'thumbnail');
    await withoutTrigger(observed, async () => {
      await aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "a learner's own" }));
      const isBroken = (part: string, end: string) => part === 'journey' && end === 'thumbnail';
      const { message, journey, leftovers } = await leavesNothing(() => probeLab({ isBroken }));
      const arrival = valueIn(message).arrivals.thumbnail;
      assert.ok(arrival.kind === 'arrived' && arrival.where === 'queue', JSON.stringify(arrival));
      const { thumbnail, mobile } = valueIn(journey).ends;
      assert.deepEqual([thumbnail.invocation.kind, thumbnail.output.kind], ['absent', 'absent']);
      assert.ok(thumbnail.messagesLeft !== null && thumbnail.messagesLeft >= 2);
      assert.equal(mobile.output.kind, 'found');
      assert.deepEqual(leftovers, []);
      assert.deepEqual(await countMessages(aws, url), { arrived: 1, delayed: 0 });
      assert.equal(await searchQueue(aws, url).take(["a learner's own"]), 1);
    });
  });

  it('sees a function that ends just before its queue is counted', async () => {
    const observed = await observe(aws, {});
    const url = await queueUrl(observed, 'thumbnail');
    const racing = connectAsRoot(() => {});
    await withoutTrigger(observed, async (enable) => {
      let isWaiting = false;
      const say = (line: string) => {
        if (line.startsWith('Waiting for the picture')) isWaiting = true;
      };
      racing.sqs.middlewareStack.add(
        (next) => async (args) => {
          const { QueueUrl } = args.input as { QueueUrl?: string };
          if (isWaiting && QueueUrl === url) {
            await enable(true);
            const isEmpty = async () => (await countMessages(aws, url)).arrived === 0 || undefined;
            assert.ok(await poll(isEmpty, { milliseconds: 120_000 }));
          }
          return next(args);
        },
        { step: 'initialize' },
      );
      const { journey } = await probe(racing, observed, { ...options, say, pace: EMBEDDED_PACE });
      const { invocation, output } = valueIn(journey).ends.thumbnail;
      assert.deepEqual([invocation.kind, output.kind], ['found', 'found']);
    });
  });

  it('reports the log of a function that is not allowed to write, and removes the rest', async () => {
    const role = valueIn(valueIn((await observe(aws, {})).functions.mobile).role).name;
    const name = { RoleName: role, PolicyName: 'no-writing' };
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' },
    });
    await aws.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument }));
    try {
      const { journey } = await leavesNothing(() => probeLab({ seconds: 120 }));
      // Both functions have the same role.
      for (const { output, invocation, waitedMs } of Object.values(valueIn(journey).ends)) {
        assert.equal(output.kind, 'absent');
        assert.match(valueIn(invocation).errors[0] ?? '', /not authorized.*s3:PutObject|Access ?Denied/i);
        assert.ok(waitedMs < 100_000, 'the probe does not wait for a function that has failed');
      }
    } finally {
      await aws.iam.send(new DeleteRolePolicyCommand(name));
    }
  });

  for (const moment of ['Publishing', 'Uploading', 'Waiting for the picture']) {
    it(`removes what it made when it is aborted while ${moment}`, async () => {
      const ending = new AbortController();
      const say = (line: string) => line.startsWith(moment) && ending.abort();
      const startedAt = performance.now();
      const work = () => probeLab({ say, signal: ending.signal, seconds: 600 });
      // On a busy machine, the pictures could exist at the first look. Then the probe would not wait for them.
      await withoutTrigger(await observe(aws, {}), async () => {
        const { leftovers } = await leavesNothing(work);
        assert.ok(ending.signal.aborted);
        assert.deepEqual(leftovers, []);
        assert.ok(performance.now() - startedAt < 300_000);
      });
    });
  }

  it('is unreadable, not failed, when it is not allowed to write', async () => {
    const denied = await userWithout('sns:Publish', 's3:PutObject');
    const { message, journey, leftovers } = await probe(denied, await observe(denied, {}), options);
    assert.ok(message.kind === 'unreadable' && journey.kind === 'unreadable');
    assert.deepEqual([message.trouble.kind, message.trouble.action], ['denied', 'sns:Publish']);
    assert.deepEqual([journey.trouble.kind, journey.trouble.action], ['denied', 's3:PutObject']);
    assert.deepEqual(leftovers, []);
  });

  it('names what it is not allowed to remove', async () => {
    const denied = await userWithout('s3:DeleteObject', 's3:DeleteObjectVersion');
    const { journey, leftovers } = await probe(denied, await observe(denied, {}), options);
    const { key } = valueIn(journey).source;
    const keys = ['ingest', ...LAB_OUTPUT_NAMES].map(
      (folder) => `s3://${lab.bucket}/${key.replace('ingest', folder)}`,
    );
    assert.deepEqual([...leftovers].sort(), keys.sort());
  });

  it('does nothing in an empty account', async () => {
    const nothing = connect({
      endpoint: lab.emulator.endpoint,
      region: LOCAL_REGION,
      credentials: { accessKeyId: '222222222222', secretAccessKey: 'local' },
    });
    const probed = await probe(nothing, await observe(nothing, {}), options);
    assert.deepEqual([probed.message.kind, probed.journey.kind, probed.leftovers], ['absent', 'absent', []]);
  });
});

describe("a learner's upload", () => {
  it('is followed without writing anything', async () => {
    const { name, bytes } = samplePicture();
    await sendPicture({ ...lab.clients, bucket: lab.bucket, path: `2026/ü ${name}`, bytes });
    // This upload is newer, and has no output.
    const Key = 'ingest/text.jpg';
    await aws.s3.send(new PutObjectCommand({ Bucket: lab.bucket, Key, Body: 'not a picture' }));
    const calls = new Set<string>();
    const watched = connectAsRoot((action) => calls.add(action));
    const journey = valueIn(await readPastUpload(watched, await observe(aws, {}), { say: () => {} }));
    assert.deepEqual([journey.by, journey.source.key], ['learner', `ingest/2026/ü ${name}`]);
    for (const end of LAB_OUTPUT_NAMES) {
      const { invocation, output } = journey.ends[end];
      assert.ok(valueIn(invocation).namesUpload && valueIn(invocation).report);
      const { likeness, seenAfterMs, key } = valueIn(output);
      assert.ok(likeness > 0.95);
      assert.deepEqual([key, seenAfterMs], [`${end}/2026/ü ${name}`, null]);
    }
    assert.deepEqual([...calls].sort(), ['logs:FilterLogEvents', 's3:GetObject', 's3:ListBucket']);
  });
});

describe('in a bucket with versions', () => {
  it('the probe removes all of them', async () => {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await aws.s3.send(new PutBucketVersioningCommand({ Bucket: lab.bucket, VersioningConfiguration }));
    const { journey, leftovers } = await leavesNothing(() => probeLab({ seconds: 120 }));
    assert.equal(valueIn(journey).ends.mobile.output.kind, 'found');
    assert.deepEqual(leftovers, []);
  });
});

async function probeLab(changes: Partial<ProbeOptions> = {}) {
  return probe(aws, await observe(aws, {}), { ...options, ...changes });
}

/** Checks that the bucket contains the same versions afterwards. */
async function leavesNothing<T>(work: () => Promise<T>): Promise<T> {
  const earlier = await listVersions();
  const result = await work();
  assert.deepEqual(await listVersions(), earlier);
  return result;
}

async function listVersions(): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await aws.s3.send(
    new ListObjectVersionsCommand({ Bucket: lab.bucket }),
  );
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${Key} ${VersionId}`).sort();
}

async function queueUrl(observed: Observed, end: 'thumbnail' | 'mobile'): Promise<string> {
  const { name } = valueIn(observed.queues[end]);
  const { QueueUrl = '' } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl;
}

async function withoutTrigger(
  observed: Observed,
  work: (enable: (isEnabled: boolean) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const [trigger] = valueIn(observed.functions.thumbnail).triggers;
  const enable = (Enabled: boolean) =>
    aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: trigger?.id, Enabled }));
  await enable(false);
  await work(enable).finally(() => enable(true));
}

function connectAsRoot(onCall: (action: string) => void): Aws {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  return connect({ endpoint: lab.emulator.endpoint, region: LOCAL_REGION, credentials, onCall });
}

/** A user of the account who is allowed to do everything else. */
async function userWithout(...actions: string[]): Promise<Aws> {
  const credentials = await createUserWithout(aws, ...actions);
  return connect({ endpoint: lab.emulator.endpoint, region: LOCAL_REGION, credentials });
}

function valueIn<T>(seen: Seen<T>): T {
  assert.ok(seen.kind === 'found', JSON.stringify(seen));
  return seen.value;
}
