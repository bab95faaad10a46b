/** Labs built by hand on the embedded AWS, with SQS's move tasks before it; in compressed time. */
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
import { type Aws, type AwsOptions, connect } from '../../checks/aws.ts';
import { setQueue, setSubscription, setTrigger } from '../../checks/corpus/changes.ts';
import { type BuiltLab, buildLab } from '../../checks/corpus/hand-built-lab.ts';
import { given } from '../../checks/corpus/lab/given.ts';
import { queueArn } from '../../checks/corpus/lab/messaging.ts';
import { type AccessKey, createUser } from '../../checks/corpus/lab/users.ts';
import { projectZips } from '../../checks/corpus/project-zips.ts';
import { poll } from '../../checks/probe/poll.ts';
import { countMessages } from '../../checks/probe/queue-search.ts';
import { FREE } from '../../checks/rights/rights.ts';
import { startEmulator } from '../../local/emulator.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { findDeadLetterQueues } from './dead-letter-queues.ts';
import { listQueue } from './listing.ts';
import { moveBack } from './move-back.ts';
import { readDeadLetters } from './read-dead-letters.ts';
import { startTestSqs, type TestSqs } from './test-sqs.ts';

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
  it('that is not there: says so of each queue, and where it is told how to make one', async () => {
    await assert.rejects(findDeadLetterQueues(lab.aws, {}), {
      code: 'no-dead-letter-queue',
      message: /thumbnail-queue has no dead-letter queue.*\n.*mobile-queue has no dead-letter queue/,
      fix: /lab\/README\.md#dead-letter-queues/,
    });
  });

  it('of a subscription is found', async () => {
    await setSubscription(lab, 'thumbnail', { RedrivePolicy: policy() });
    const { deadLetterQueues, notes } = await findDeadLetterQueues(lab.aws, {});
    const [found] = deadLetterQueues;
    assert.deepEqual(
      [found?.name, found?.sources[0]?.name, found?.sources[0]?.maxReceiveCount],
      [DEAD, 'thumbnail-queue', null],
    );
    assert.deepEqual(notes, ['mobile-queue has no dead-letter queue: what fails there is lost in the end.']);
  });

  it('of a queue is found, by either name, too; whatever shares it is named', async () => {
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

describe('a look', () => {
  it('sees many messages, counts what somebody else holds, and leaves all visible', async () => {
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

  it('is not taken at a queue from which it would move messages on', async () => {
    const { name, url } = lab.queues.thumbnail;
    await assert.rejects(readDeadLetters(lab.aws, { name, url }), { code: 'dead-letters-move-on' });
  });
});

describe("SQS's own move task", () => {
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

  it('moves all to the queue, and is followed until it is dealt with', async () => {
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

  it('is cancelled when it is interrupted; what was not moved stays', async () => {
    const { aws, queues } = await fiveDead();
    const ending = new AbortController();
    const say = (line: string) => void (line.includes('moved 1') && ending.abort());
    const { results } = await moveBack(aws, queues, options({ say, signal: ending.signal }));
    sqs.stop();
    assert.deepEqual(results, [{ status: 'fulfilled', value: { kind: 'cancelled', moved: 3 } }]);
    assert.equal(sqs.calls.at(-1)?.action, 'CancelMessageMoveTask');
    assert.equal(await deadCount(), 2);
  });

  it('that fails is told with its reason', async () => {
    const failure = 'CouldNotDetermineMessageSource';
    const { aws, queues } = await fiveDead({ failure });
    const { results } = await moveBack(aws, queues, options({}));
    sqs.stop();
    assert.deepEqual(results, [
      { status: 'fulfilled', value: { kind: 'failed', moved: 1, reason: failure } },
    ]);
  });
});

describe('the rights', () => {
  before(async () => {
    await lab.aws.sqs.send(new PurgeQueueCommand({ QueueUrl: dead.url }));
    // Without it, the console's default, Lambda takes what the function reports as failed for done.
    await setTrigger(lab, 'thumbnail', { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    const Body = 'not a picture';
    await lab.aws.s3.send(new PutObjectCommand({ Bucket: lab.bucket, Key: 'ingest/poison.jpg', Body }));
    const isDead = async () => (await deadCount()) === 1 || undefined;
    assert.ok(await poll(isDead, { milliseconds: 30_000 }));
  });

  it('of rights/dead-letters.json suffice to list, with the reasons', async () => {
    const { calls, reasons } = await listAs(await makeUser('dead-letters'));
    assert.match(reasons.join(), /not a JPEG/);
    requireIn('dead-letters', calls);
  });

  it('of rights/redrive.json suffice to move back and to follow', async () => {
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

  it('with one less: says which is missing', async () => {
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
  // In AWS a batch takes the right for a single one; the embedded AWS has an action of its own for it.
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

/** What SQS does inside. */
async function moveOne(): Promise<void> {
  const { Messages } = await lab.aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead.url }));
  const { Body: MessageBody, ReceiptHandle } = given(Messages?.[0]);
  await lab.aws.sqs.send(new SendMessageCommand({ QueueUrl: lab.queues.thumbnail.url, MessageBody }));
  await lab.aws.sqs.send(new DeleteMessageCommand({ QueueUrl: dead.url, ReceiptHandle }));
}

async function deadCount(): Promise<number> {
  return (await countMessages(lab.aws, dead.url)).arrived;
}
