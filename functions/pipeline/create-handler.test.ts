import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { createHandler, type HandlerParts } from './create-handler.ts';
import { PictureError } from './resize.ts';

interface LogLine {
  level: string;
  message: string;
  details: Record<string, unknown>;
}

/** A handler over a bucket in memory: what it read, wrote and logged can be looked at. */
function createBench(objects: Record<string, string>, overrides: Partial<HandlerParts> = {}) {
  const written: Record<string, string> = {};
  const log: LogLine[] = [];
  const note = (level: string) => (message: string, details: Record<string, unknown>) => {
    log.push({ level, message, details });
  };
  const handler = createHandler({
    outputPrefix: 'thumbnail/',
    refresh: async (source, output) => {
      const text = objects[source.key];
      if (text === undefined) return { kind: 'gone' };
      if (text === 'no picture') throw new PictureError('not a JPEG');
      const place = `${output.bucket}/${output.key}`;
      const kind = place in written ? 'same' : 'made';
      written[place] = `small ${text}`;
      const jpeg = Buffer.from(written[place]);
      return { kind, picture: { jpeg, width: 128, height: 96, source: { width: 1600, height: 1200 } } };
    },
    logger: { info: note('info'), warn: note('warn'), error: note('error'), addContext: () => {} },
    ...overrides,
  });
  const send = async (...bodies: string[]) => {
    const Records = bodies.map((body, index) => record(`m${index}`, body));
    return (await handler({ Records }, {} as Context, () => {})) as SQSBatchResponse;
  };
  return { send, written, log };
}

function record(messageId: string, body: string): SQSRecord {
  return {
    messageId,
    body,
    attributes: { ApproximateReceiveCount: '1' },
    eventSourceARN: 'queue',
  } as SQSRecord;
}

function upload(...keys: string[]): string {
  const Records = keys.map((key) => ({
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'lab' }, object: { key } },
  }));
  return JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ Records }) });
}

const failures = (response: SQSBatchResponse) =>
  response.batchItemFailures.map((failure) => failure.itemIdentifier);

describe('a batch', () => {
  it('has every object of every message resized', async () => {
    const { send, written } = createBench({
      'ingest/a.jpg': 'a',
      'ingest/b c.jpg': 'b',
      'ingest/d.jpg': 'd',
    });
    const response = await send(upload('ingest/a.jpg', 'ingest/b+c.jpg'), upload('ingest/d.jpg'));
    assert.deepEqual(failures(response), []);
    assert.deepEqual(written, {
      'lab/thumbnail/a.jpg': 'small a',
      'lab/thumbnail/b c.jpg': 'small b',
      'lab/thumbnail/d.jpg': 'small d',
    });
  });

  it('has only its bad message reported, with the object and the reason', async () => {
    const { send, written, log } = createBench({
      'ingest/a.jpg': 'a',
      'ingest/bad.jpg': 'no picture',
      'ingest/c.jpg': 'c',
    });
    const response = await send(upload('ingest/a.jpg'), upload('ingest/bad.jpg'), upload('ingest/c.jpg'));
    assert.deepEqual(failures(response), ['m1']);
    assert.deepEqual(Object.keys(written), ['lab/thumbnail/a.jpg', 'lab/thumbnail/c.jpg']);
    const errors = log.filter((line) => line.level === 'error').map((line) => line.message);
    assert.deepEqual(errors, ['failed: s3://lab/ingest/bad.jpg: not a JPEG']);
  });

  it('of which all failed is still answered message by message', async () => {
    const { send } = createBench({ 'ingest/bad.jpg': 'no picture' });
    assert.deepEqual(failures(await send(upload('ingest/bad.jpg'), upload('ingest/bad.jpg'))), ['m0', 'm1']);
  });

  it('tells what it made from what was there already', async () => {
    const { send, log } = createBench({ 'ingest/a.jpg': 'a' });
    await send(upload('ingest/a.jpg'), upload('ingest/a.jpg'));
    assert.deepEqual(
      log.map(({ message }) => message),
      [
        'works on ingest/a.jpg',
        'made thumbnail/a.jpg',
        'works on ingest/a.jpg',
        'thumbnail/a.jpg is there already',
      ],
    );
  });

  it('tells of each message before it begins with it: nobody can when the process is killed', async () => {
    const { send, log } = createBench({}, { refresh: () => new Promise(() => {}) });
    void send(upload('ingest/a.jpg', 'ingest/b+c.jpg'));
    await setImmediate();
    const [line] = log;
    assert.equal(line?.message, 'works on ingest/a.jpg, ingest/b c.jpg');
    assert.deepEqual(line?.details, { messageId: 'm0', receiveCount: '1' });
  });

  it('comes again when S3 does not answer', async () => {
    const { send } = createBench({}, { refresh: () => Promise.reject(new Error('SlowDown')) });
    assert.deepEqual(failures(await send(upload('ingest/a.jpg'))), ['m0']);
  });
});

describe('a message that is no upload', () => {
  for (const [name, body, level, message] of [
    ["the lab's test message", 'Testing Hello world', 'info', /not an S3 upload/],
    ["S3's test event", '{"Event":"s3:TestEvent","Bucket":"lab"}', 'info', /test event/],
    ['a vanished object', upload('ingest/gone.jpg'), 'warn', /object is gone/],
    [
      'an output of the pipeline itself',
      upload('thumbnail/a.jpg'),
      'error',
      /refused: the key is not below 'ingest\/'/,
    ],
  ] as const) {
    it(`is logged, and is no failure: ${name}`, async () => {
      const { send, written, log } = createBench({ 'thumbnail/a.jpg': 'a' });
      assert.deepEqual(failures(await send(body)), []);
      assert.deepEqual(written, {});
      const [told, ...more] = log.filter((line) => !line.message.startsWith('works on '));
      assert.deepEqual(more, []);
      assert.equal(told?.level, level);
      assert.match(told?.message ?? '', message);
    });
  }
});
