import { createHash } from 'node:crypto';
import type { SQSEvent, SQSRecord } from 'aws-lambda';

/** The account, region and bucket of the embedded AWS, so that tests can use the samples unchanged. */
const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-1';
export const BUCKET = `resize-image-${ACCOUNT}-${REGION}`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:resize-image-topic-2718`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:thumbnail-queue`;
const SENT = '2026-11-24T09:00:00.000Z';

/**
 * Returns the event that S3 sends when an object was created.
 * @param key the key in the bucket, not URL-encoded.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Event(key: string): string {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: SENT,
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AIDACKCEVSQ6C2EXAMPLE' },
    requestParameters: { sourceIPAddress: '203.0.113.7' },
    responseElements: {
      'x-amz-request-id': 'C3D13FE58DE4C810',
      'x-amz-id-2': 'FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD',
    },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'resize-image-event',
      bucket: {
        name: BUCKET,
        ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
        arn: `arn:aws:s3:::${BUCKET}`,
      },
      object: {
        key: encodeKey(key),
        size: 132_219,
        eTag: 'e1b6a7a3c5d94e0f8a7b6c5d4e3f2a1b',
        sequencer: '0065A1B2C3D4E5F607',
      },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** Encodes a key as S3 does: like a web form, but with slashes unchanged. */
function encodeKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}

/** Returns the test event that S3 sends when the notification of a bucket is saved. */
export function s3TestEvent(): string {
  const HostId = '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE';
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: SENT,
    Bucket: BUCKET,
    RequestId: '5582815E1AEA5ADF',
    HostId,
  });
}

interface EnvelopeOptions {
  subject?: string;
  attributes?: Record<string, { Type: string; Value: string }>;
}

/**
 * Returns a message in the envelope of SNS. A subscription without raw message delivery uses it.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function enveloped(
  message: string,
  { subject = 'Amazon S3 Notification', attributes }: EnvelopeOptions = {},
): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: TOPIC,
    Subject: subject,
    Message: message,
    Timestamp: SENT,
    SignatureVersion: '1',
    Signature:
      'EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858fiTDN6bkkOxYDVrY0Ad8L10Hs3zH81mtnPk5uvvolIC1CXGu43obcgFxeL3khZl8IKvO61GWB6jI9b5+gLPoBc1Q=',
    SigningCertURL: `https://sns.${REGION}.amazonaws.com/SimpleNotificationService-EXAMPLE.pem`,
    UnsubscribeURL: `https://sns.${REGION}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${TOPIC}:c9135db0-26c4-47ec-8998-413945fb5a96`,
    ...(attributes && { MessageAttributes: attributes }),
  });
}

/**
 * Returns the event that a function with an SQS trigger gets from Lambda.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsBatch(...bodies: string[]): SQSEvent {
  return { Records: bodies.map(sqsRecord) };
}

function sqsRecord(body: string, index: number): SQSRecord {
  return {
    messageId: `059f36b4-87a3-44ab-83d2-66197${index}a7b0d4`,
    receiptHandle: `AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a${index}EXAMPLE==`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.parse(SENT)),
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: String(Date.parse(SENT) + 12),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE,
    awsRegion: REGION,
  };
}
