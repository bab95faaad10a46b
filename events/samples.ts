import type { SQSEvent } from 'aws-lambda';
import { enveloped, s3Event, s3TestEvent, sqsBatch } from './aws-messages.ts';

/** One file of sample events, and what comes of it. */
export interface Sample {
  file: string;
  shows: string;
  /** What a reader of the function's log and of the bucket finds. */
  expect: string;
  event: SQSEvent;
  /** The messages that the function reports as failed, by their place in the batch. */
  failed: readonly number[];
  /** Paths below `ingest/` that must be there before, and what they hold. */
  needs: Readonly<Record<string, 'picture' | 'text'>>;
  /** Paths below `thumbnail/` (or `mobile/`) that are there afterwards, and were not before. */
  makes: readonly string[];
  /** What the function's log says. */
  logs: RegExp;
}

const HAPPY = 'HappyFace.jpg';
const DIFFICULT = 'ü+1 (copy)/100% fun 猫.jpg';
/** In a lab that is up, the pipeline itself may be faster. */
const MADE = /made |is there already/;
const NOT_A_PICTURE = 'not-a-picture.jpg';

/** In the order in which a reader meets them. */
export const samples: readonly Sample[] = [
  {
    file: 'picture.json',
    shows: 'A picture was uploaded: the S3 event inside the envelope of SNS, as in the lab',
    expect: 'The output is made',
    event: sqsBatch(enveloped(s3Event(`ingest/${HAPPY}`))),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [HAPPY],
    logs: MADE,
  },
  {
    file: 'picture-raw.json',
    shows: 'The same, from a subscription with raw message delivery: no envelope',
    expect: 'The output is made',
    event: sqsBatch(s3Event(`ingest/${HAPPY}`)),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [HAPPY],
    logs: MADE,
  },
  {
    file: 'encoded-key.json',
    shows: 'A key with spaces, `+`, `%`, parentheses and unicode, URL-encoded as S3 does it',
    expect: 'The output has the very same path',
    event: sqsBatch(enveloped(s3Event(`ingest/${DIFFICULT}`))),
    failed: [],
    needs: { [DIFFICULT]: 'picture' },
    makes: [DIFFICULT],
    logs: MADE,
  },
  {
    file: 'hello-world.json',
    shows: 'The test message that the lab publishes to the topic (task 2.3)',
    expect: 'Logged as no upload; no failure',
    event: sqsBatch(
      enveloped('Testing Hello world', {
        subject: 'Hello world',
        attributes: { Message: { Type: 'String', Value: 'Hello World' } },
      }),
    ),
    failed: [],
    needs: {},
    makes: [],
    logs: /not an S3 upload/,
  },
  {
    file: 's3-test-event.json',
    shows: "What S3 sends when the bucket's notification is saved (task 3.2)",
    expect: 'Logged; no failure',
    event: sqsBatch(enveloped(s3TestEvent())),
    failed: [],
    needs: {},
    makes: [],
    logs: /test event/,
  },
  {
    file: 'batch-one-bad.json',
    shows: 'Three messages in one batch; the second is no picture',
    expect: 'Two outputs; only the second message is reported as failed',
    event: sqsBatch(
      enveloped(s3Event(`ingest/${HAPPY}`)),
      enveloped(s3Event(`ingest/${NOT_A_PICTURE}`)),
      enveloped(s3Event(`ingest/${DIFFICULT}`)),
    ),
    failed: [1],
    needs: { [HAPPY]: 'picture', [NOT_A_PICTURE]: 'text', [DIFFICULT]: 'picture' },
    makes: [HAPPY, DIFFICULT],
    logs: /Not a JPEG file/,
  },
  {
    file: 'not-a-picture.json',
    shows: 'A text file whose name ends in .jpg',
    expect: 'The message is reported as failed, with the reason in the log; SQS delivers it again',
    event: sqsBatch(enveloped(s3Event(`ingest/${NOT_A_PICTURE}`))),
    failed: [0],
    needs: { [NOT_A_PICTURE]: 'text' },
    makes: [],
    logs: /Not a JPEG file/,
  },
  {
    file: 'vanished.json',
    shows: 'The object was deleted before the function came to it',
    expect: 'A warning; no failure',
    event: sqsBatch(enveloped(s3Event('ingest/vanished.jpg'))),
    failed: [],
    needs: {},
    makes: [],
    logs: /object is gone/,
  },
  {
    file: 'outside-ingest.json',
    shows: 'An output of the pipeline itself, as when the notification has no prefix',
    expect: 'Refused as an error in the log, and not tried again: no endless loop',
    event: sqsBatch(enveloped(s3Event(`thumbnail/${HAPPY}`))),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [],
    logs: /refused/,
  },
  {
    file: 'duplicate.json',
    shows: 'The same upload told twice, as SNS and SQS may ("at least once")',
    expect: 'The output is made once: the second time it is there already',
    event: sqsBatch(enveloped(s3Event(`ingest/${HAPPY}`)), enveloped(s3Event(`ingest/${HAPPY}`))),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [HAPPY],
    logs: MADE,
  },
];
