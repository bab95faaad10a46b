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

/** A handler with a bucket in memory. Tests can read its log and its outputs. */
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
      const oddities = text === 'odd' ? { oddities: ['JFIF version 2.01', 'Adobe transform 3'] } : {};
      const place = `${output.bucket}/${output.key}`;
      const kind = place in written ? 'same' : 'made';
      written[place] = `small ${text}`;
      const jpeg = Buffer.from(written[place]);
      return {
        kind,
        picture: { jpeg, width: 128, height: 96, source: { width: 1600, height: 1200 }, ...oddities },
      };
    },
    logger: { info: note('info'), warn: note('warn'), error: note('error'), addContext: () => {} },
    ...overrides,
  });
  const send = async (...bodies: string[]) => {
    const Records = bodies.map((body, index) => record(`m${index}`, body));
    return (await handler({ Records }, {} as Context, () => {})) as SQSBatchResponse;
  };
  return { send, written, log, handler };
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

/** The event of `sam local generate-event s3 put`, which S3 also sends when it invokes a function itself. */
const s3Put = {
  Records: [
    {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'lab' }, object: { key: 'ingest/a.jpg' } },
    },
  ],
};

const failures = (response: SQSBatchResponse) =>
  response.batchItemFailures.map((failure) => failure.itemIdentifier);

describe('a batch', () => {
  it('is processed completely: every object of every message is resized', async () => {
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

  it('has only its failed message reported, with the object and the reason in the log', async () => {
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

  it('has every message reported when all of them failed', async () => {
    const { send } = createBench({ 'ingest/bad.jpg': 'no picture' });
    assert.deepEqual(failures(await send(upload('ingest/bad.jpg'), upload('ingest/bad.jpg'))), ['m0', 'm1']);
  });

  it('is logged with new outputs and with outputs that exist already', async () => {
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

  it('is resized even if a file deviates from the standard, with one warning', async () => {
    const { send, written, log } = createBench({ 'ingest/odd.jpg': 'odd', 'ingest/a.jpg': 'a' });
    assert.deepEqual(failures(await send(upload('ingest/odd.jpg', 'ingest/a.jpg'))), []);
    assert.deepEqual(Object.keys(written), ['lab/thumbnail/odd.jpg', 'lab/thumbnail/a.jpg']);
    const warnings = log.filter(({ level }) => level === 'warn');
    assert.deepEqual(warnings, [
      {
        level: 'warn',
        message: 'accepted although the file is odd: JFIF version 2.01; Adobe transform 3',
        details: { bucket: 'lab', key: 'ingest/odd.jpg' },
      },
    ]);
  });

  it('has each message logged before it is processed, in case the process is killed', async () => {
    const { send, log } = createBench({}, { refresh: () => new Promise(() => {}) });
    void send(upload('ingest/a.jpg', 'ingest/b+c.jpg'));
    await setImmediate();
    const [line] = log;
    assert.equal(line?.message, 'works on ingest/a.jpg, ingest/b c.jpg');
    assert.deepEqual(line?.details, { messageId: 'm0', receiveCount: '1' });
  });

  it('has its message reported as failed when S3 does not answer', async () => {
    const { send } = createBench({}, { refresh: () => Promise.reject(new Error('SlowDown')) });
    assert.deepEqual(failures(await send(upload('ingest/a.jpg'))), ['m0']);
  });
});

describe('a message that is not an upload', () => {
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
    it(`is logged and is not a failure: ${name}`, async () => {
      const { send, written, log } = createBench({ 'thumbnail/a.jpg': 'a' });
      assert.deepEqual(failures(await send(body)), []);
      assert.deepEqual(written, {});
      const [told, ...more] = log.filter((line) => !line.message.startsWith('works on '));
      assert.deepEqual(more, []);
      assert.equal(told?.level, level);
      assert.match(told?.message ?? '', message);
    });
  }

  it('can be an event of S3 itself, such as SAM generates', async () => {
    const { handler, written } = createBench({ 'ingest/a.jpg': 'a' });
    const answer = await handler(s3Put as never, {} as Context, () => {});
    assert.deepEqual([answer, written], [{ batchItemFailures: [] }, { 'lab/thumbnail/a.jpg': 'small a' }]);
  });
});
