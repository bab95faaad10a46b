/** Removes labs on the embedded AWS, which enforces IAM, by the command itself. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../checks/aws.ts';
import { type BuiltLab, buildLab } from '../../checks/corpus/hand-built-lab.ts';
import { createFunction } from '../../checks/corpus/lab/functions.ts';
import { given } from '../../checks/corpus/lab/given.ts';
import { subscribe, untilEmpty } from '../../checks/corpus/lab/messaging.ts';
import { LAB_NAMES } from '../../checks/corpus/lab/names.ts';
import { putObject } from '../../checks/corpus/lab/storage.ts';
import { type AccessKey, createUserWithout } from '../../checks/corpus/lab/users.ts';
import { projectZips } from '../../checks/corpus/project-zips.ts';
import type { ForEachEnd } from '../../checks/facts.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { startLab } from '../../local/lab.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { entriesOf, snapshot } from './account-snapshot.ts';
import { makeNeighbours, OF_NEIGHBOURS } from './neighbours.ts';
import { clientsOf as clientsAt, rootOf, runClean } from './test-clean.ts';

let endpoint: string;
let zips: ForEachEnd<Uint8Array>;

before(async () => {
  zips = await projectZips();
  const lab = await startLab({ name: 'clean-test' });
  endpoint = lab.emulator.endpoint;
});
after(stopAllLeashed);

describe('a lab that was made by hand', () => {
  const account = '100000000011';
  let aws: Aws;
  let earlier: unknown;

  before(async () => {
    aws = clientsOf(account);
    await makeNeighbours(aws, account, LOCAL_REGION, zips.thumbnail);
    earlier = await snapshot(aws);
    const { topic } = await build(account);
    // Its subscription goes with the topic; the queue is not the lab's.
    await subscribe(aws, topic.arn, 'sqs', topic.arn.replace(/sns(.*):.*$/, 'sqs$1:work-of-others'));
  });

  it('is only shown by --dry-run', async () => {
    const before = await snapshot(aws);
    const { status, output } = await clean(account, '--dry-run');
    assert.equal(status, 0, output);
    for (const name of [
      'resize-image-topic-2718',
      'thumbnail-queue',
      'CreateMobileImage',
      'LabExecutionRole',
    ])
      assert.ok(output.includes(name), output);
    assert.match(output, /my-pictures-100000000011 +4 objects, \d+ kB/);
    assert.deepEqual(await snapshot(aws), before);
  });

  it('is not removed when nobody can be asked', async () => {
    const before = await snapshot(aws);
    const { status, output } = await clean(account);
    assert.equal(status, 2, output);
    assert.match(output, /npm run clean -- --yes/);
    assert.deepEqual(await snapshot(aws), before);
  });

  it('is removed, and its neighbours are as before', async () => {
    const { status, output } = await clean(account, '--yes');
    assert.equal(status, 0, output);
    assert.deepEqual(await snapshot(aws), earlier, output);
    for (const line of output.split('\n')) assert.ok([...line].length <= 80, line);
  });

  it('is not found again', async () => {
    const { status, output } = await clean(account, '--yes');
    assert.equal(status, 0, output);
    assert.match(output, /Nothing of the lab is here/);
  });
});

describe('what is wired to the lab', () => {
  const account = '100000000012';

  it('stays when it is called otherwise, unless it is said by name', async () => {
    const aws = clientsOf(account);
    await build(account, { queues: { ...LAB_NAMES.queues, thumbnail: 'pictures-to-shrink' } });
    const first = await clean(account, '--yes', '--dry-run');
    assert.match(first.output, /called otherwise|not named by it[\s\S]*pictures-to-shrink/);
    const { status, output } = await clean(account, '--yes', '--also', 'pictures-to-shrink');
    assert.equal(status, 0, output);
    assert.deepEqual(await snapshot(aws), await snapshot(clientsOf('100000000099')));
    const { grade } = await gradeAccount(aws, { readOnly: true, seconds: 2, say: () => {} });
    assert.equal(grade.score, 0);
  });
});

describe('a role of the lab', () => {
  it('stays while another function has it', async () => {
    const { aws, roles } = await build('100000000015');
    const own = { name: 'mine', roleArn: roles.lab.arn, zip: zips.thumbnail };
    await createFunction(aws, 'thumbnail', own);
    const { status, output } = await clean('100000000015', '--yes');
    assert.equal(status, 0, output);
    assert.match(output, /role LabExecutionRole: the function mine, which stays, has it/);
    const left = entriesOf(await snapshot(aws));
    assert.equal(left.length, 2, left.join('\n'));
  });
});

describe('a bucket with versions and with objects of others', () => {
  const account = '100000000013';
  let lab: BuiltLab;

  before(async () => {
    lab = await build(account);
    await lab.aws.s3.send(
      new PutBucketVersioningCommand({ Bucket: lab.bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    for (const body of ['one', 'two'])
      await putObject(lab.aws, lab.bucket, 'ingest/text.txt', Buffer.from(body));
    await putObject(lab.aws, lab.bucket, 'holiday/me.jpg', samplePicture().bytes);
  });

  it('stays, and its objects with it, while the rest goes', async () => {
    const { buckets } = await snapshot(lab.aws);
    const { status, output } = await clean(account, '--yes');
    assert.equal(status, 1, output);
    assert.match(output.replace(/\s+/g, ' '), /bucket my-pictures-100000000013: it holds 1 object elsewhere/);
    const after = await snapshot(lab.aws);
    assert.deepEqual(after.buckets, buckets);
    assert.deepEqual(after.queues, []);
  });

  it('goes when that is said', async () => {
    const { status, output } = await clean(account, '--yes', '--bucket-with-everything');
    assert.equal(status, 0, output);
    assert.deepEqual((await snapshot(lab.aws)).buckets, []);
  });
});

describe('with a right less', () => {
  const account = '100000000014';

  it('says which it is, removes the rest, and can be run again', async () => {
    const { aws, topic, queues } = await build(account);
    await subscribe(aws, topic.arn, 'sqs', queues.mobile.arn);
    const { status, output } = await clean(await createUserWithout(aws, 's3:DeleteObject'), '--yes');
    assert.equal(status, 1, output);
    const text = output.replace(/\s+/g, ' ');
    assert.match(text, /✗ bucket my-pictures-100000000014: .*s3:DeleteObject/);
    const { buckets, queues: left, topics, roles } = await snapshot(aws);
    assert.deepEqual([left, topics, roles], [[], { attributes: [], Subscriptions: [] }, []], output);
    assert.equal((buckets as { objects: unknown[] }[])[0]?.objects.length, 4);
    const again = await clean(account, '--yes');
    assert.equal(again.status, 0, again.output);
    assert.deepEqual((await snapshot(aws)).buckets, []);
  });

  it('does nothing when it cannot look', async () => {
    const { aws } = await build(account);
    const before = await snapshot(aws);
    const { status, output } = await clean(await createUserWithout(aws, 'sns:ListTopics'), '--yes');
    assert.equal(status, 2, output);
    assert.match(output, /Nothing was removed.*sns:ListTopics[\s\S]*rights\/clean\.json/);
    assert.deepEqual(await snapshot(aws), before);
  });
});

describe('a stack', () => {
  it('is removed with all that is in its bucket, beside neighbours', async () => {
    const aws = clientsOf(LOCAL_ACCOUNT);
    await makeNeighbours(aws, LOCAL_ACCOUNT, LOCAL_REGION, zips.thumbnail);
    const before = entriesOf(await snapshot(aws));
    const bucket = `resize-image-${LOCAL_ACCOUNT}-${LOCAL_REGION}`;
    for (let version = 0; version < 2; version++)
      await putObject(aws, bucket, 'ingest/HappyFace.jpg', samplePicture().bytes);
    // What a function logs late would bring its log group back.
    for (const QueueName of Object.values(LAB_NAMES.queues)) {
      const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName }));
      await untilEmpty(aws, { url: given(QueueUrl) });
    }
    const { status, output } = await clean(LOCAL_ACCOUNT, '--yes');
    assert.equal(status, 0, output);
    assert.match(output, /1 of 1 removed/);
    const after = entriesOf(await snapshot(aws));
    const removed = before.filter((entry) => !after.includes(entry));
    assert.deepEqual(
      after.filter((entry) => !before.includes(entry)),
      [],
      'nothing is new',
    );
    assert.deepEqual(
      removed.filter((entry) => OF_NEIGHBOURS.test(entry)),
      [],
      output,
    );
    const labs = after.filter((entry) => !OF_NEIGHBOURS.test(entry));
    assert.deepEqual(
      labs.filter((entry) => !entry.includes('sam-artifacts')),
      [],
      output,
    );
    assert.match((await clean(LOCAL_ACCOUNT, '--yes')).output, /Nothing of the lab is here/);
  });
});

function clientsOf(account: string): Aws {
  return clientsAt(endpoint, account);
}

function build(account: string, names = {}): Promise<BuiltLab> {
  return buildLab(clientsOf(account), { account, region: LOCAL_REGION, zips, names });
}

function clean(who: string | AccessKey, ...args: string[]): ReturnType<typeof runClean> {
  return runClean(endpoint, typeof who === 'string' ? rootOf(who) : who, ...args);
}
