import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseNotification } from './notification.ts';

const created = (key: string, object: object = {}) => ({
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: 'lab' }, object: { key, ...object } },
});
const raw = (...records: unknown[]) => JSON.stringify({ Records: records });
const enveloped = (message: string) =>
  JSON.stringify({ Type: 'Notification', TopicArn: 'arn', Message: message });

describe('the body of a message', () => {
  it('is parsed with and without the envelope of SNS', () => {
    const expected = { kind: 'objects', objects: [{ bucket: 'lab', key: 'ingest/a.jpg' }] };
    assert.deepEqual(parseNotification(enveloped(raw(created('ingest/a.jpg')))), expected);
    assert.deepEqual(parseNotification(raw(created('ingest/a.jpg'))), expected);
  });

  it('can contain several objects with their versions', () => {
    const body = raw(created('ingest/a.jpg', { versionId: 'v1' }), created('ingest/b.jpg'));
    assert.deepEqual(parseNotification(body), {
      kind: 'objects',
      objects: [
        { bucket: 'lab', key: 'ingest/a.jpg', versionId: 'v1' },
        { bucket: 'lab', key: 'ingest/b.jpg' },
      ],
    });
  });

  for (const [encoded, key] of [
    ['ingest/my+cat.jpg', 'ingest/my cat.jpg'],
    ['ingest/1%2B1.jpg', 'ingest/1+1.jpg'],
    ['ingest/%C3%BC+%28copy%29.jpg', 'ingest/ü (copy).jpg'],
    ['ingest/%E7%8C%AB.jpg', 'ingest/猫.jpg'],
    ['ingest/100%25.jpg', 'ingest/100%.jpg'],
  ] as const) {
    it(`has a URL-encoded key: ${encoded} is ${key}`, () => {
      assert.deepEqual(parseNotification(raw(created(encoded))), {
        kind: 'objects',
        objects: [{ bucket: 'lab', key }],
      });
    });
  }

  it('can be the test event of S3', () => {
    const event = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'lab' });
    assert.deepEqual(parseNotification(enveloped(event)), { kind: 's3-test-event', bucket: 'lab' });
  });

  for (const text of [
    'Testing Hello world',
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"Records":{}}',
    '{"Records":[null,1]}',
  ]) {
    it(`can be any other text: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseNotification(enveloped(text)), { kind: 'other', text });
    });
  }

  it('can be an event other than a creation', () => {
    assert.equal(
      parseNotification(raw({ ...created('ingest/a.jpg'), eventName: 'ObjectRemoved:Delete' })).kind,
      'other',
    );
  });

  it('is an error when a creation names no object or a key with a wrong encoding', () => {
    assert.throws(
      () => parseNotification(raw({ eventName: 'ObjectCreated:Put', s3: {} })),
      /s3\.bucket\.name and s3\.object\.key/,
    );
    assert.throws(
      () => parseNotification(raw(created('ingest/%E7%.jpg'))),
      /'ingest\/%E7%\.jpg'.*not URL-encoded/,
    );
  });
});
