import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createBucketModel } from '../../test/fixtures/bucket.ts';
import { createHandler } from './create-handler.ts';
import { createRefreshOutput } from './refresh-output.ts';
import { PictureError } from './resize.ts';

const anyJson = fc.jsonValue({ maxDepth: 4 });
const anyKey = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }).map((key) => `ingest/${encodeURIComponent(key.toWellFormed())}`),
  fc.constantFrom(
    'ingest/../../x.jpg',
    'ingest//',
    'ingest/',
    'ingest/%',
    'ingest/%ff',
    '__proto__',
    'ingest/__proto__',
    `ingest/${'x'.repeat(1100)}`,
  ),
);
const s3Record = fc.record(
  {
    eventName: fc.oneof(fc.constant('ObjectCreated:Put'), anyJson),
    s3: fc.oneof(
      anyJson,
      fc.record({
        bucket: fc.oneof(anyJson, fc.record({ name: fc.oneof(fc.constant('lab'), anyJson) })),
        object: fc.oneof(anyJson, fc.record({ key: fc.oneof(anyKey, anyJson), versionId: anyJson })),
      }),
    ),
  },
  { requiredKeys: [] },
);
const s3Event = fc.oneof(
  anyJson,
  fc.record({ Records: fc.oneof(anyJson, fc.array(s3Record, { maxLength: 3 })) }),
);
const envelope = (message: fc.Arbitrary<unknown>) =>
  fc.record({
    Type: fc.oneof(fc.constant('Notification'), anyJson),
    Message: fc.oneof(
      message.map((value) => JSON.stringify(value)),
      anyJson,
    ),
  });
const body = fc.oneof(
  fc.string(),
  s3Event.map((event) => JSON.stringify(event)),
  envelope(s3Event).map((value) => JSON.stringify(value)),
);
const sqsRecord = fc.record(
  {
    messageId: fc.oneof(fc.uuid(), anyJson),
    body: fc.oneof({ weight: 5, arbitrary: body }, anyJson),
    attributes: anyJson,
  },
  { requiredKeys: [] },
);
const anyEvent = fc.oneof(
  anyJson,
  fc.record({ Records: fc.oneof(anyJson, fc.array(fc.oneof(sqsRecord, anyJson), { maxLength: 4 })) }),
);

describe('for any input, the function', () => {
  it('returns the failed messages and writes only to its own prefix', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvent, async (event) => {
        const { answer, written } = await handle(event);
        for (const { itemIdentifier } of answer.batchItemFailures)
          assert.equal(typeof itemIdentifier, 'string');
        for (const key of written)
          assert.ok(key.startsWith('thumbnail/') && !key.split('/').includes('..'), key);
      }),
      { numRuns: 2000 },
    );
  });

  it('reports exactly the messages that failed', async () => {
    const messages = fc.array(
      fc.record({ messageId: fc.uuid(), key: fc.constantFrom('good', 'bad', 'gone') }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(messages, async (sent) => {
        const Records = sent.map(({ messageId, key }) => ({ messageId, body: upload(`ingest/${key}.jpg`) }));
        const { answer } = await handle({ Records });
        const failed = sent.filter(({ key }) => key === 'bad').map(({ messageId }) => messageId);
        assert.deepEqual(
          answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
          failed,
        );
      }),
    );
  });

  it('processes the largest message that SQS accepts, even if it is deeply nested', async () => {
    const half = 128 * 1024;
    for (const text of [
      '['.repeat(2 * half),
      `${'['.repeat(half)}${']'.repeat(half)}`,
      '{"a":'.repeat(half / 4),
      JSON.stringify({ Records: Array.from({ length: half / 2 - 10 }, () => ({})) }),
    ]) {
      const before = process.cpuUsage();
      const { answer } = await handle({ Records: [{ messageId: 'm', body: text }] });
      assert.deepEqual(answer.batchItemFailures, []);
      assert.ok(process.cpuUsage(before).user < 2_000_000);
    }
  });
});

function upload(key: string): string {
  return JSON.stringify({
    Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'lab' }, object: { key } } }],
  });
}

/** Runs the real handler with a bucket in memory. */
async function handle(event: unknown): Promise<{ answer: SQSBatchResponse; written: string[] }> {
  const { store, upload: put } = createBucketModel({});
  const written: string[] = [];
  put('ingest/good.jpg', 'good');
  put('ingest/bad.jpg', 'bad');
  const refresh = createRefreshOutput({
    store: {
      ...store,
      writeIfStill: (seen, place, output) => {
        written.push(place.key);
        return store.writeIfStill(seen, place, output);
      },
    },
    resize: (bytes) => {
      if (Buffer.from(bytes).equals(Buffer.from('bad'))) throw new PictureError('not a JPEG');
      return { jpeg: bytes, width: 1, height: 1, source: { width: 1, height: 1 } };
    },
  });
  const quiet = { info: () => {}, warn: () => {}, error: () => {}, addContext: () => {} };
  const handler = createHandler({ outputPrefix: 'thumbnail/', refresh, logger: quiet });
  const answer = (await handler(event as SQSEvent, {} as Context, () => {})) as SQSBatchResponse;
  return { answer, written };
}
