/** Runs both commands against the real pipeline on the embedded AWS, with short timeouts. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { countMessages } from '../../account/follow/queue-search.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { enveloped, s3Event } from '../../events/aws-messages.ts';
import { samplePicture } from '../../local/pictures.ts';
import { plainCode } from '../../solve/labs/code/function-code.ts';
import {
  compressTime,
  giveWriteRight,
  run,
  startTestLab,
  type TestLab,
  takeWriteRight,
  untilDead,
  upload,
} from '../../test/operate/dead-letter-lab.ts';

const HAPPY = 'ingest/2026/Happy Face+ü (1).jpg';
const PLAIN = 'ingest/plain.jpg';
const LIST = 'operate/dead-letters/dead-letters.ts';
const REDRIVE = 'operate/dead-letters/redrive.ts';

let lab: TestLab;
before(async () => {
  lab = await startTestLab('redrive-test');
});
after(stopAllLeashed);

describe('when the functions are not allowed to write', () => {
  let early: Awaited<ReturnType<typeof run>> | undefined;
  before(async () => {
    await takeWriteRight(lab);
    // On a busy machine, the command starts so slowly that messages with two tries would be dead letters by then.
    await compressTime(lab, 1000);
    for (const key of [HAPPY, PLAIN]) await upload(lab, key, samplePicture().bytes);
    early = await run(lab, LIST, ['--queue', 'mobile-queue']);
    await compressTime(lab);
    await untilDead(lab, 2);
  });

  it('npm run dead-letters first shows how many messages are still being tried, and until when', () => {
    assert.equal(early?.status, 0, early?.output);
    assert.match(early?.output ?? '', /^mobile-dead-letter-queue is empty\.$/m);
    assert.match(
      inOneLine(early?.output ?? ''),
      /[12] messages? (is|are) still in mobile-queue\. CreateMobileImage is processing .* by \d{4}-\d\d-\d\d \S+ UTC \(1,?000 tries, 3 s each\)\./,
    );
  });

  it('npm run dead-letters lists the pictures with the reasons from the logs', async () => {
    const { status, output } = await run(lab, LIST);
    assert.equal(status, 1, output);
    for (const queue of ['thumbnail', 'mobile']) {
      assert.match(output, new RegExp(`^${queue}-dead-letter-queue: 2 messages, from ${queue}-queue$`, 'm'));
    }
    assert.equal(output.split(`\n${HAPPY}\n`).length, 3);
    assert.equal(
      inOneLine(output).match(/reason User: .*? is not authorized to perform: s3:PutObject/g)?.length,
      4,
    );
    assert.match(inOneLine(output), /log \/image-lab\/CreateMobileImage, request [0-9a-f-]{36}/);
    assert.match(
      inOneLine(output),
      /bucket resize-image-\S+, version \S+ sent \S+ \S+ UTC, \d+ seconds? ago/,
    );
    assert.match(output, /npm run redrive$/m);
    for (const line of output.split('\n')) assert.ok([...line].length <= 80, line);
  });

  it('npm run dead-letters leaves the messages in the queue, visible to others', async () => {
    for (const { deadLetterQueue } of Object.values(lab.urls)) {
      const { Messages = [] } = await lab.aws.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterQueue,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
        }),
      );
      assert.equal(Messages.length, 2);
    }
  });

  it('npm run dead-letters lists one queue as JSON', async () => {
    const { status, output } = await run(lab, LIST, ['--format', 'json', '--queue', 'mobile-queue']);
    assert.equal(status, 1);
    const { queues, region } = JSON.parse(output);
    assert.equal(region, 'ap-northeast-1');
    assert.equal(queues.length, 1);
    const { name, of, about, messages } = queues[0];
    assert.deepEqual([name, of, about], ['mobile-dead-letter-queue', ['mobile-queue'], 2]);
    const [happy] = messages;
    assert.equal(happy.content.objects[0].key, HAPPY);
    assert.deepEqual([happy.movedFrom, happy.reason.kind], ['mobile-queue', 'logged']);
    assert.ok(Date.parse(happy.sentAt) > Date.now() - 120_000);
  });

  it('npm run redrive moves nothing when standard input is not a terminal', async () => {
    const { status, output, errors } = await run(lab, REDRIVE, ['--rate', '5']);
    assert.equal(status, 2);
    assert.match(output, /not authorized/);
    assert.match(
      errors,
      /Nothing was moved\. .*standard input is not a terminal\..*\n {2}Try: npm run redrive -- --rate 5 --yes/,
    );
    assert.deepEqual(await deadCounts(), [2, 2]);
  });

  it('npm run redrive reports messages that come back, with the reasons', async () => {
    const { status, output } = await run(lab, REDRIVE, ['--yes', '--queue', 'thumbnail-queue']);
    assert.equal(status, 1, output);
    const [, afterwards = ''] = inOneLine(output).split(
      'Moved 2 messages from thumbnail-dead-letter-queue to thumbnail-queue.',
    );
    assert.match(
      afterwards,
      /thumbnail-dead-letter-queue now holds 2 messages.*reason User: .* not authorized/,
    );
  });

  it('npm run redrive creates all outputs when the permission is back', async () => {
    await giveWriteRight(lab);
    const { status, output } = await run(lab, REDRIVE, ['--yes']);
    assert.equal(status, 0, output);
    assert.match(
      inOneLine(output),
      /✓ Moved 2 messages from mobile-dead-letter-queue to mobile-queue\. All were processed/,
    );
    for (const key of [HAPPY, PLAIN]) await requireOutputs(key);
    assert.deepEqual(await deadCounts(), [0, 0]);
    const listed = await run(lab, LIST);
    assert.equal(listed.status, 0);
    assert.match(listed.output, /^thumbnail-dead-letter-queue and mobile-dead-letter-queue are empty\.$/m);
    const again = await run(lab, REDRIVE);
    assert.deepEqual([again.status, again.output], [0, listed.output]);
  });
});

describe('an upload that is not a picture', () => {
  before(async () => {
    await upload(lab, 'ingest/poison.jpg', 'not a picture');
    await untilDead(lab, 1);
  });
  after(purge);

  it('comes back from a redrive with its reason', async () => {
    const { status, output } = await run(lab, REDRIVE, ['--yes']);
    assert.equal(status, 1, output);
    const [, afterwards = ''] = output.split('✗ ');
    assert.match(inOneLine(afterwards), /ingest\/poison\.jpg .* reason not a JPEG that can be read/);
    assert.deepEqual(await deadCounts(), [1, 1]);
  });
});

/** The embedded AWS does not send undelivered messages to a dead-letter queue, so the test sends one. */
describe('a message that SNS could not deliver', () => {
  before(async () => {
    await upload(lab, 'ingest/undelivered.jpg', samplePicture().bytes);
    const MessageBody = enveloped(s3Event('ingest/undelivered.jpg'));
    const { deadLetterQueue: QueueUrl } = lab.urls.mobile;
    await lab.aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  });

  it('has a reason of its own and is moved to the queue', async () => {
    const { output } = await run(lab, LIST);
    assert.match(
      inOneLine(output),
      /ingest\/undelivered\.jpg .* reason SNS could not deliver the message to mobile-queue/,
    );
    const { status, output: moved } = await run(lab, REDRIVE, ['--yes']);
    assert.equal(status, 0, moved);
    await requireOutputs('ingest/undelivered.jpg');
  });
});

/** These tests come last, because they replace the code of the function. */
describe('a function whose process exits during an invocation', () => {
  const FunctionName = 'CreateThumbnail';
  before(async () => {
    const ZipFile = plainCode('thumbnail', 'export const handler = () => process.exit(1);');
    await lab.aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await upload(lab, 'ingest/killed.jpg', samplePicture().bytes);
    await untilDead({ ...lab, urls: { thumbnail: lab.urls.thumbnail } }, 1);
  });

  it('names no message, so the reason of that invocation is shown as probable', async () => {
    const { status, output } = await run(lab, LIST);
    assert.equal(status, 1);
    assert.match(inOneLine(output), /ingest\/killed\.jpg .* reason probably: Worker process died/);
  });
});

async function deadCounts(): Promise<number[]> {
  const counts = Object.values(lab.urls).map(({ deadLetterQueue }) =>
    countMessages(lab.aws, deadLetterQueue),
  );
  return (await Promise.all(counts)).map(({ arrived }) => arrived);
}

async function requireOutputs(key: string): Promise<void> {
  for (const folder of ['thumbnail/', 'mobile/']) {
    const Key = key.replace('ingest/', folder);
    const { ContentLength = 0 } = await lab.aws.s3.send(new HeadObjectCommand({ Bucket: lab.bucket, Key }));
    assert.ok(ContentLength > 500, Key);
  }
}

async function purge(): Promise<void> {
  for (const { deadLetterQueue: QueueUrl } of Object.values(lab.urls)) {
    await lab.aws.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }
}

/** Joins the lines of the report. */
function inOneLine(output: string): string {
  return output.replace(/\s+/g, ' ');
}
