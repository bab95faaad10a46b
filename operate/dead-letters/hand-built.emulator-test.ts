/** Labs that are built by hand on the embedded AWS, with a stand-in for SQS's move tasks and short timeouts. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { connect } from '../../account/connect.ts';
import { countMessages } from '../../account/follow/queue-search.ts';
import type { Aws, AwsOptions } from '../../aws/clients.ts';
import { poll } from '../../aws/poll.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { setQueue, setSubscription, setTrigger } from '../../solve/faults/changes.ts';
import { given } from '../../solve/labs/given.ts';
import { type BuiltLab, buildLab } from '../../solve/labs/hand-built-lab.ts';
import { queueArn } from '../../solve/labs/messaging.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { FREE } from '../../test/fixtures/rights.ts';
import { type AccessKey, createUser } from '../../test/labs/users.ts';
import { startTestSqs, type TestSqs } from '../../test/operate/sqs.ts';
import { findDeadLetterQueues } from './dead-letter-queues.ts';
import { listQueue } from './listing.ts';
import { moveBack } from './move-back.ts';
import { readDeadLetters } from './read-dead-letters.ts';

const ACCOUNT = '130000000001';
const DEAD = 'dead-pictures';

let endpoint: string;
let lab: BuiltLab;
let dead: { name: string; url: string; arn: string };

before(async () => {
  const zips = await projectZips();
  ({ endpoint } = await startEmulator({ name: 'hand-built-test' }));
  lab = await buildLab(client(), { account: ACCOUNT, region: LOCAL_REGION, zips });
  const { QueueUrl } = await lab.aws.sqs.send(new CreateQueueCommand({ QueueName: DEAD }));
  dead = { name: DEAD, url: given(QueueUrl), arn: queueArn(lab.topic.arn, DEAD) };
});
after(stopAllLeashed);

describe('the dead-letter queue', () => {
  it('is reported as missing for each queue, with the page that explains how to create one', async () => {
    await assert.rejects(findDeadLetterQueues(lab.aws, {}), {
      code: 'no-dead-letter-queue',
      message: /thumbnail-queue has no dead-letter queue.*\n.*mobile-queue has no dead-letter queue/,
      fix: /lab\/production\.md#dead-letter-queues/,
    });
  });

  it('is found by the redrive policy of a subscription', async () => {
    await setSubscription(lab, 'thumbnail', { RedrivePolicy: policy() });
    const { deadLetterQueues, notes } = await findDeadLetterQueues(lab.aws, {});
    const [found] = deadLetterQueues;
    assert.deepEqual(
      [found?.name, found?.sources[0]?.name, found?.sources[0]?.maxReceiveCount],
      [DEAD, 'thumbnail-queue', null],
    );
    assert.deepEqual(notes, ['mobile-queue has no dead-letter queue. Messages that keep failing are lost.']);
  });

  it('is found by the redrive policy of a queue, by any name, with all queues that share it', async () => {
    for (const end of ['thumbnail', 'mobile'] as const) {
      await setQueue(lab, end, { VisibilityTimeout: '1', RedrivePolicy: policy(1) });
    }
    for (const queue of [undefined, DEAD, dead.url, dead.arn]) {
      const { deadLetterQueues } = await findDeadLetterQueues(lab.aws, queue === undefined ? {} : { queue });
      const sources = deadLetterQueues.map(({ sources: all }) => all.map(({ name }) => name));
      assert.deepEqual(sources, [['thumbnail-queue', 'mobile-queue']], queue);
    }
    await setQueue(lab, 'mobile', { RedrivePolicy: '' });
    const { deadLetterQueues } = await findDeadLetterQueues(lab.aws, { queue: lab.queues.thumbnail.name });
    assert.equal(deadLetterQueues[0]?.sources[0]?.worker?.name, 'CreateThumbnail');
  });
});

describe('listing', () => {
  it('reads many messages, counts those that somebody else has received, and leaves all visible', async () => {
    const { QueueUrl = '' } = await lab.aws.sqs.send(new CreateQueueCommand({ QueueName: 'many' }));
    for (let batch = 0; batch < 13; batch++) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `${index}`,
        MessageBody: `${batch} ${index}`,
      }));
      await lab.aws.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    const queue = { name: 'many', url: QueueUrl };
    const { letters, about } = await readDeadLetters(lab.aws, queue);
    assert.deepEqual([letters.length, about], [130, 130]);
    const held = await lab.aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
    );
    assert.equal(held.Messages?.length, 10);
    const second = await readDeadLetters(lab.aws, queue);
    assert.deepEqual([second.letters.length, second.about], [120, 130]);
  });

  it('is refused for a queue with a redrive policy of its own', async () => {
    const { name, url } = lab.queues.thumbnail;
    await assert.rejects(readDeadLetters(lab.aws, { name, url }), { code: 'dead-letters-move-on' });
  });
});

describe('a message move task', () => {
  let sqs: TestSqs;

  async function fiveDead(options: { failure?: string } = {}) {
    await lab.aws.sqs.send(new PurgeQueueCommand({ QueueUrl: dead.url }));
    for (let index = 0; index < 5; index++) {
      const MessageBody = `no picture: ${index}`;
      await lab.aws.sqs.send(new SendMessageCommand({ QueueUrl: dead.url, MessageBody }));
    }
    const settings = { toMove: new Map([[dead.arn, 5]]), destinations: [lab.queues.thumbnail.arn] };
    sqs = await startTestSqs({ ...settings, ...options, move: moveOne }, endpoint);
    const aws = client({ endpoint: sqs.endpoint });
    return { aws, queues: (await findDeadLetterQueues(aws, {})).deadLetterQueues };
  }

  it('moves all messages to the queue and is followed until they are processed', async () => {
    const { aws, queues } = await fiveDead();
    const said: string[] = [];
    const { results, notes } = await moveBack(aws, queues, options({ say: (line) => said.push(line) }));
    sqs.stop();
    assert.deepEqual(results, [{ status: 'fulfilled', value: { kind: 'done', moved: 5 } }]);
    assert.deepEqual(notes, []);
    assert.match(said.join('\n'), /dead-pictures: moved 2 of 5\n/);
    const start = sqs.calls.find(({ action }) => action === 'StartMessageMoveTask');
    assert.deepEqual(start?.input, { SourceArn: dead.arn, DestinationArn: lab.queues.thumbnail.arn });
    assert.equal(await deadCount(), 0);
  });

  it('is cancelled on an interrupt, and the other messages stay', async () => {
    const { aws, queues } = await fiveDead();
    const ending = new AbortController();
    const say = (line: string) => void (line.includes('moved 1') && ending.abort());
    const { results } = await moveBack(aws, queues, options({ say, signal: ending.signal }));
    sqs.stop();
    assert.deepEqual(results, [{ status: 'fulfilled', value: { kind: 'cancelled', moved: 3 } }]);
    assert.equal(sqs.calls.at(-1)?.action, 'CancelMessageMoveTask');
    assert.equal(await deadCount(), 2);
  });

  it('is reported with its reason when it fails', async () => {
    const failure = 'CouldNotDetermineMessageSource';
    const { aws, queues } = await fiveDead({ failure });
    const { results } = await moveBack(aws, queues, options({}));
    sqs.stop();
    assert.deepEqual(results, [
      { status: 'fulfilled', value: { kind: 'failed', moved: 1, reason: failure } },
    ]);
  });
});

describe('the permissions', () => {
  before(async () => {
    await lab.aws.sqs.send(new PurgeQueueCommand({ QueueUrl: dead.url }));
    // Without this setting, which is the default in the console, Lambda deletes messages that the function reports as failed.
    await setTrigger(lab, 'thumbnail', { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    const Body = 'not a picture';
    await lab.aws.s3.send(new PutObjectCommand({ Bucket: lab.bucket, Key: 'ingest/poison.jpg', Body }));
    const isDead = async () => (await deadCount()) === 1 || undefined;
    assert.ok(await poll(isDead, { milliseconds: 30_000 }));
  });

  it('in rights/dead-letters.json are enough to list messages with their reasons', async () => {
    const { calls, reasons } = await listAs(await makeUser('dead-letters'));
    assert.match(reasons.join(), /not a JPEG/);
    requireIn('dead-letters', calls);
  });

  it('in rights/redrive.json are enough to move messages back and to follow them', async () => {
    const calls: string[] = [];
    const credentials = await makeUser('redrive');
    const aws = client({ credentials, onCall: (action) => calls.push(action) });
    const { deadLetterQueues } = await findDeadLetterQueues(aws, {});
    const { results } = await moveBack(aws, deadLetterQueues, options({}));
    const [result] = results;
    assert.ok(result?.status === 'fulfilled' && result.value.kind === 'came-back', JSON.stringify(result));
    assert.equal(result.value.listed.letters.length, 1);
    requireIn('redrive', calls);
  });

  it('are named when one is missing', async () => {
    const credentials = await makeUser('dead-letters', 'sqs:ReceiveMessage');
    await assert.rejects(listAs(credentials), /sqs:ReceiveMessage/);
  });
});

async function listAs(credentials: AwsOptions['credentials']) {
  const calls: string[] = [];
  const aws = client({ credentials, onCall: (action) => calls.push(action) });
  const { deadLetterQueues } = await findDeadLetterQueues(aws, {});
  const listed = await Promise.all(deadLetterQueues.map((queue) => listQueue(aws, queue)));
  const reasons = listed.flatMap(({ letters }) =>
    letters.map(({ reason }) => ('text' in reason ? reason.text : '')),
  );
  return { calls, reasons };
}

function readPolicy(command: string): string {
  return readFileSync(new URL(`rights/${command}.json`, import.meta.url), 'utf8');
}

function requireIn(command: string, calls: readonly string[]): void {
  const text = readPolicy(command);
  const missing = calls.filter((call) => call !== FREE && !text.includes(`"${call}"`));
  assert.deepEqual(missing, []);
}

function makeUser(command: string, without = ''): Promise<AccessKey> {
  // AWS authorizes a batch with the action for a single message. The embedded AWS has a separate action for batches.
  const policyDocument = readPolicy(command)
    .replace('sqs:ChangeMessageVisibility', 'sqs:ChangeMessageVisibilityBatch')
    .replace(without || '\0', 'sqs:Nothing');
  return createUser(lab.aws, `${command}-${crypto.randomUUID()}`, policyDocument);
}

function client(changes: AwsOptions = {}): Aws {
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials, ...changes });
}

function options(changes: { say?: (line: string) => void; signal?: AbortSignal }) {
  const { signal = new AbortController().signal, say = () => {} } = changes;
  return { endpoint, rate: undefined, timeout: 60, say, signal };
}

function policy(maxReceiveCount?: number): string {
  return JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
}

/** Moves one message, as SQS does. */
async function moveOne(): Promise<void> {
  const { Messages } = await lab.aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead.url }));
  const { Body: MessageBody, ReceiptHandle } = given(Messages?.[0]);
  await lab.aws.sqs.send(new SendMessageCommand({ QueueUrl: lab.queues.thumbnail.url, MessageBody }));
  await lab.aws.sqs.send(new DeleteMessageCommand({ QueueUrl: dead.url, ReceiptHandle }));
}

async function deadCount(): Promise<number> {
  return (await countMessages(lab.aws, dead.url)).arrived;
}
