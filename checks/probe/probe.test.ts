import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ListObjectVersionsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { followUpload } from '../../local/journey.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { type Aws, connect } from '../aws.ts';
import { createUserWithout } from '../corpus/lab/users.ts';
import { ENDS, type Seen } from '../facts.ts';
import { type Observed, observe } from '../observe/observe.ts';
import { readPastJourney } from './past-journey.ts';
import { type ProbeOptions, probe } from './probe.ts';
import { countMessages, searchQueue } from './queue-search.ts';

let lab: Lab;
let aws: Aws;

before(async () => {
  lab = await startLab({ name: 'probe-emulator' });
  aws = connectAsRoot(() => {});
});
after(stopAllLeashed);

const options: ProbeOptions = { seconds: 20, isBroken: () => false, say: () => {} };

describe('the probe', () => {
  it('follows a message and a picture to both ends, and leaves nothing behind', async () => {
    const { message, journey, leftovers } = await leavesNothing(() => probeLab());
    const { arrivals } = valueIn(message);
    const { source, uploadMs, ends } = valueIn(journey);
    assert.deepEqual([source.width, source.height, source.orientation], [720, 960, 6]);
    assert.match(source.key, /^ingest\/check-[0-9a-f]{8} ü\+1\.jpg$/);
    assert.ok(uploadMs > 0);
    for (const end of ENDS) {
      const arrival = arrivals[end];
      assert.ok(arrival.kind === 'arrived' && arrival.where === 'log', JSON.stringify(arrival));
      const { report, namesUpload, errors } = valueIn(ends[end].invocation);
      assert.ok(report && report.durationMs > 0 && namesUpload);
      assert.deepEqual(errors, []);
      const output = valueIn(ends[end].output);
      const size = end === 'thumbnail' ? [96, 128] : [480, 640];
      assert.deepEqual([output.format, output.width, output.height], ['jpeg', ...size]);
      assert.ok(output.likeness > 0.95 && output.likenessAsStored < 0.8, JSON.stringify(output.likeness));
      assert.ok(output.seenAfterMs !== null && output.seenAfterMs > 0);
    }
    assert.deepEqual(leftovers, []);
  });

  it('finds its message in a queue that nobody takes from, and puts back what is not its own', async () => {
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

  it('tells what the log says of a function that may not write, and removes the rest', async () => {
    const role = valueIn(valueIn((await observe(aws, {})).functions.mobile).role).name;
    const name = { RoleName: role, PolicyName: 'no-writing' };
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' },
    });
    await aws.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument }));
    try {
      const { journey } = await leavesNothing(() => probeLab());
      // Both functions have the same role.
      for (const { output, invocation, waitedMs } of Object.values(valueIn(journey).ends)) {
        assert.equal(output.kind, 'absent');
        assert.match(valueIn(invocation).errors[0] ?? '', /not authorized.*s3:PutObject|Access ?Denied/i);
        assert.ok(waitedMs < 15_000, 'what has failed is not waited for');
      }
    } finally {
      await aws.iam.send(new DeleteRolePolicyCommand(name));
    }
  });

  for (const moment of ['publishes', 'uploads', 'waits for the picture']) {
    it(`removes what it made when it is aborted as it ${moment}`, async () => {
      const ending = new AbortController();
      const say = (line: string) => line.startsWith(moment) && ending.abort();
      const startedAt = performance.now();
      const work = () => probeLab({ say, signal: ending.signal, seconds: 60 });
      // On a busy machine the pictures could be there at the first look, and not be waited for.
      await withoutTrigger(await observe(aws, {}), async () => {
        const { leftovers } = await leavesNothing(work);
        assert.ok(ending.signal.aborted);
        assert.deepEqual(leftovers, []);
        assert.ok(performance.now() - startedAt < 15_000);
      });
    });
  }

  it('is not the failure of anybody when it may not write', async () => {
    const denied = await userWithout('sns:Publish', 's3:PutObject');
    const { message, journey, leftovers } = await probe(denied, await observe(denied, {}), options);
    assert.ok(message.kind === 'unreadable' && journey.kind === 'unreadable');
    assert.deepEqual([message.trouble.kind, message.trouble.action], ['denied', 'sns:Publish']);
    assert.deepEqual([journey.trouble.kind, journey.trouble.action], ['denied', 's3:PutObject']);
    assert.deepEqual(leftovers, []);
  });

  it('tells what it may not remove', async () => {
    const denied = await userWithout('s3:DeleteObject', 's3:DeleteObjectVersion');
    const { journey, leftovers } = await probe(denied, await observe(denied, {}), options);
    const { key } = valueIn(journey).source;
    const keys = ['ingest', ...ENDS].map((folder) => `s3://${lab.bucket}/${key.replace('ingest', folder)}`);
    assert.deepEqual([...leftovers].sort(), keys.sort());
  });

  it('does nothing where there is nothing', async () => {
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
    await followUpload({ ...lab.clients, bucket: lab.bucket, path: `2026/ü ${name}`, bytes });
    // Newer, and nothing comes of it.
    const Key = 'ingest/text.jpg';
    await aws.s3.send(new PutObjectCommand({ Bucket: lab.bucket, Key, Body: 'not a picture' }));
    const calls = new Set<string>();
    const watched = connectAsRoot((action) => calls.add(action));
    const journey = valueIn(await readPastJourney(watched, await observe(aws, {}), { say: () => {} }));
    assert.deepEqual([journey.by, journey.source.key], ['learner', `ingest/2026/ü ${name}`]);
    for (const end of ENDS) {
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
    const { journey, leftovers } = await leavesNothing(() => probeLab());
    assert.equal(valueIn(journey).ends.mobile.output.kind, 'found');
    assert.deepEqual(leftovers, []);
  });
});

async function probeLab(changes: Partial<ProbeOptions> = {}) {
  return probe(aws, await observe(aws, {}), { ...options, ...changes });
}

/** What is in the bucket is the same afterwards, with all versions. */
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

async function withoutTrigger(observed: Observed, work: () => Promise<void>): Promise<void> {
  const [trigger] = valueIn(observed.functions.thumbnail).triggers;
  const enable = (Enabled: boolean) =>
    aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: trigger?.id, Enabled }));
  await enable(false);
  await work().finally(() => enable(true));
}

function connectAsRoot(onCall: (action: string) => void): Aws {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  return connect({ endpoint: lab.emulator.endpoint, region: LOCAL_REGION, credentials, onCall });
}

/** A user of the account who may do everything else. */
async function userWithout(...actions: string[]): Promise<Aws> {
  const credentials = await createUserWithout(aws, ...actions);
  return connect({ endpoint: lab.emulator.endpoint, region: LOCAL_REGION, credentials });
}

function valueIn<T>(seen: Seen<T>): T {
  assert.ok(seen.kind === 'found', JSON.stringify(seen));
  return seen.value;
}
