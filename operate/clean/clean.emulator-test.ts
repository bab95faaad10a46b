/** Runs `npm run clean` against labs on the embedded AWS, which enforces IAM. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import type { ForEachLabOutput } from '../../lab/output-names.ts';
import { startLab } from '../../local/lab.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { createFunction } from '../../solve/labs/functions.ts';
import { given } from '../../solve/labs/given.ts';
import { type BuiltLab, buildLab } from '../../solve/labs/hand-built-lab.ts';
import { subscribe, untilEmpty } from '../../solve/labs/messaging.ts';
import { LAB_NAMES } from '../../solve/labs/names.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { putObject } from '../../solve/labs/storage.ts';
import { type AccessKey, createUserWithout } from '../../test/labs/users.ts';
import { entriesOf, snapshot } from '../../test/operate/account-snapshot.ts';
import { makeNeighbours, OF_NEIGHBOURS } from '../../test/operate/neighbours.ts';
import { clientsOf as clientsAt, rootOf, runClean } from '../../test/operate/run-clean.ts';

let endpoint: string;
let zips: ForEachLabOutput<Uint8Array>;

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
    // This subscription is removed with the topic. The queue does not belong to the lab.
    await subscribe(aws, topic.arn, 'sqs', topic.arn.replace(/sns(.*):.*$/, 'sqs$1:work-of-others'));
  });

  it('is listed and not changed with --dry-run', async () => {
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

  it('is not removed when standard input is not a terminal', async () => {
    const before = await snapshot(aws);
    const { status, output } = await clean(account);
    assert.equal(status, 2, output);
    assert.match(output, /npm run clean -- --yes/);
    assert.deepEqual(await snapshot(aws), before);
  });

  it('is removed, and its neighbours do not change', async () => {
    const { status, output } = await clean(account, '--yes');
    assert.equal(status, 0, output);
    assert.deepEqual(await snapshot(aws), earlier, output);
    for (const line of output.split('\n')) assert.ok([...line].length <= 80, line);
  });

  it('is not found again', async () => {
    const { status, output } = await clean(account, '--yes');
    assert.equal(status, 0, output);
    assert.match(output, /Found nothing of the lab/);
  });
});

describe('a resource that is connected to the lab', () => {
  const account = '100000000012';

  it('stays when it has another name, unless --also names it', async () => {
    const aws = clientsOf(account);
    await build(account, { queues: { ...LAB_NAMES.queues, thumbnail: 'pictures-to-shrink' } });
    const first = await clean(account, '--yes', '--dry-run');
    assert.match(first.output, /but not named like it[\s\S]*pictures-to-shrink/);
    const { status, output } = await clean(account, '--yes', '--also', 'pictures-to-shrink');
    assert.equal(status, 0, output);
    assert.deepEqual(await snapshot(aws), await snapshot(clientsOf('100000000099')));
    const { grade } = await gradeAccount(aws, { readOnly: true, seconds: 2, say: () => {} });
    assert.equal(grade.score, 0);
  });
});

describe('a role of the lab', () => {
  it('stays while another function uses it', async () => {
    const { aws, roles } = await build('100000000015');
    const own = { name: 'mine', roleArn: roles.lab.arn, zip: zips.thumbnail };
    await createFunction(aws, 'thumbnail', own);
    const { status, output } = await clean('100000000015', '--yes');
    assert.equal(status, 0, output);
    assert.match(output, /role LabExecutionRole: The function mine uses it and stays/);
    const left = entriesOf(await snapshot(aws));
    assert.equal(left.length, 2, left.join('\n'));
  });
});

describe('a bucket with old versions and with foreign objects', () => {
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

  it('stays with its objects while the rest of the lab is removed', async () => {
    const { buckets } = await snapshot(lab.aws);
    const { status, output } = await clean(account, '--yes');
    assert.equal(status, 1, output);
    assert.match(
      output.replace(/\s+/g, ' '),
      /bucket my-pictures-100000000013: It holds 1 object outside ingest/,
    );
    const after = await snapshot(lab.aws);
    assert.deepEqual(after.buckets, buckets);
    assert.deepEqual(after.queues, []);
  });

  it('is removed with --bucket-with-everything', async () => {
    const { status, output } = await clean(account, '--yes', '--bucket-with-everything');
    assert.equal(status, 0, output);
    assert.deepEqual((await snapshot(lab.aws)).buckets, []);
  });
});

describe('npm run clean with a missing permission', () => {
  const account = '100000000014';

  it('names the permission, removes the rest, and can run again', async () => {
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

  it('removes nothing when it cannot read everything', async () => {
    const { aws } = await build(account);
    const before = await snapshot(aws);
    const { status, output } = await clean(await createUserWithout(aws, 'sns:ListTopics'), '--yes');
    assert.equal(status, 2, output);
    assert.match(output, /Nothing was removed.*sns:ListTopics[\s\S]*rights\/clean\.json/);
    assert.deepEqual(await snapshot(aws), before);
  });
});

describe('a stack', () => {
  it('is removed with the content of its bucket, and its neighbours stay', async () => {
    const aws = clientsOf(LOCAL_ACCOUNT);
    await makeNeighbours(aws, LOCAL_ACCOUNT, LOCAL_REGION, zips.thumbnail);
    const before = entriesOf(await snapshot(aws));
    const bucket = `resize-image-${LOCAL_ACCOUNT}-${LOCAL_REGION}`;
    for (let version = 0; version < 2; version++)
      await putObject(aws, bucket, 'ingest/HappyFace.jpg', samplePicture().bytes);
    // A function that logs late would create its log group again.
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
      labs.filter((entry) => !entry.includes('aws-sam-cli-managed-default')),
      [],
      output,
    );
    assert.match((await clean(LOCAL_ACCOUNT, '--yes')).output, /Found nothing of the lab/);
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
