import { inspect } from 'node:util';

/** An object in an S3 event for a creation. */
export interface CreatedObject {
  bucket: string;
  /** The decoded key, as in the bucket. The event has a URL-encoded key. */
  key: string;
  /** Only for a bucket with versioning. */
  versionId?: string;
}

/** The parsed body of an SQS message. */
export type Notification =
  | { kind: 'objects'; objects: CreatedObject[] }
  /** S3 sends this event once, when the notification of the bucket is saved. */
  | { kind: 's3-test-event'; bucket: string }
  /** Any other message, such as the lab's "Testing Hello world" (task 2.3). */
  | { kind: 'other'; text: string };

/**
 * Parses the body of an SQS message. It is an S3 event, in the envelope of SNS or without it (raw message delivery).
 * @throws Error for an S3 record of a creation without a bucket or key, or with a wrongly encoded key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function parseNotification(body: string): Notification {
  const text = snsMessage(body) ?? body;
  const event = parseJson(text);
  if (!isObject(event)) return { kind: 'other', text };
  if (event.Event === 's3:TestEvent') return { kind: 's3-test-event', bucket: String(event.Bucket) };
  if (!Array.isArray(event.Records)) return { kind: 'other', text };
  const created = event.Records.filter(isObjectCreated);
  return created.length === 0
    ? { kind: 'other', text }
    : { kind: 'objects', objects: created.map(createdObject) };
}

function snsMessage(body: string): string | undefined {
  const envelope = parseJson(body);
  if (!isObject(envelope) || envelope.Type !== 'Notification') return undefined;
  return typeof envelope.Message === 'string' ? envelope.Message : undefined;
}

function isObjectCreated(record: unknown): record is Record<string, unknown> {
  return (
    isObject(record) && typeof record.eventName === 'string' && record.eventName.startsWith('ObjectCreated:')
  );
}

function createdObject(record: Record<string, unknown>): CreatedObject {
  const s3 = isObject(record.s3) ? record.s3 : {};
  const bucket = isObject(s3.bucket) ? s3.bucket.name : undefined;
  const { key, versionId } = isObject(s3.object) ? s3.object : {};
  if (typeof bucket !== 'string' || typeof key !== 'string') {
    const found = inspect(record, { depth: 3, breakLength: Infinity }).slice(0, 500);
    throw new Error(`Expected s3.bucket.name and s3.object.key in the S3 event, found ${found}`);
  }
  return { bucket, key: decodeKey(key), ...(typeof versionId === 'string' && { versionId }) };
}

/** Decodes a key. S3 encodes keys in events like a web form: a space is `+`, and a plus is `%2B`. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch (cause) {
    throw new Error(`The key '${encoded}' in the S3 event is not URL-encoded as S3 does it`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
