import type { SQSEvent } from 'aws-lambda';
import { enveloped, s3Event, s3TestEvent, sqsBatch } from './aws-messages.ts';

/** One file with a sample event, and the expected result. */
export interface Sample {
  file: string;
  shows: string;
  /** The result in the function's log and in the bucket. */
  expect: string;
  event: SQSEvent;
  /** The messages that the function reports as failed, by their index in the batch. */
  failed: readonly number[];
  /** Objects in `ingest/` that must exist before, by path, with their content. */
  needs: Readonly<Record<string, 'picture' | 'text'>>;
  /** Paths of the new outputs in `thumbnail/` or `mobile/`. */
  makes: readonly string[];
  /** A pattern that the function's log must match. */
  logs: RegExp;
}

const HAPPY = 'HappyFace.jpg';
const DIFFICULT = 'ü+1 (copy)/100% fun 猫.jpg';
/** In a running lab, the pipeline itself can make the output first. */
const MADE = /made |is there already/;
const NOT_A_PICTURE = 'not-a-picture.jpg';

/** All sample events, in the order of the table. */
export const samples: readonly Sample[] = [
  {
    file: 'picture.json',
    shows: 'A picture was uploaded. The S3 event is in the envelope of SNS, as in the lab',
    expect: 'The function makes the output',
    event: sqsBatch(enveloped(s3Event(`ingest/${HAPPY}`))),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [HAPPY],
    logs: MADE,
  },
  {
    file: 'picture-raw.json',
    shows: 'The same upload, from a subscription with raw message delivery (no envelope)',
    expect: 'The function makes the output',
    event: sqsBatch(s3Event(`ingest/${HAPPY}`)),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [HAPPY],
    logs: MADE,
  },
  {
    file: 'encoded-key.json',
    shows: 'A key with spaces, `+`, `%`, parentheses and Unicode, URL-encoded as in S3',
    expect: 'The output has the same path',
    event: sqsBatch(enveloped(s3Event(`ingest/${DIFFICULT}`))),
    failed: [],
    needs: { [DIFFICULT]: 'picture' },
    makes: [DIFFICULT],
    logs: MADE,
  },
  {
    file: 'hello-world.json',
    shows: 'The test message that the lab publishes to the topic (task 2.3)',
    expect: 'The function logs that this is not an upload, and reports no failure',
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
    expect: 'The function logs the test event and reports no failure',
    event: sqsBatch(enveloped(s3TestEvent())),
    failed: [],
    needs: {},
    makes: [],
    logs: /test event/,
  },
  {
    file: 'batch-one-bad.json',
    shows: 'Three messages in one batch, of which the second is not a picture',
    expect: 'The function makes two outputs and reports only the second message as failed',
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
    expect: 'The function reports the message as failed and logs the reason. SQS delivers it again',
    event: sqsBatch(enveloped(s3Event(`ingest/${NOT_A_PICTURE}`))),
    failed: [0],
    needs: { [NOT_A_PICTURE]: 'text' },
    makes: [],
    logs: /Not a JPEG file/,
  },
  {
    file: 'vanished.json',
    shows: 'The object was deleted before the function read it',
    expect: 'The function logs a warning and reports no failure',
    event: sqsBatch(enveloped(s3Event('ingest/vanished.jpg'))),
    failed: [],
    needs: {},
    makes: [],
    logs: /object is gone/,
  },
  {
    file: 'outside-ingest.json',
    shows: 'An output of the pipeline itself, as for a notification without a prefix',
    expect: 'The function logs an error and does not retry, so there is no endless loop',
    event: sqsBatch(enveloped(s3Event(`thumbnail/${HAPPY}`))),
    failed: [],
    needs: {},
    makes: [],
    logs: /refused/,
  },
  {
    file: 'duplicate.json',
    shows: 'The same upload twice, because SNS and SQS deliver "at least once"',
    expect: 'The function makes the output once. The second time, it exists already',
    event: sqsBatch(enveloped(s3Event(`ingest/${HAPPY}`)), enveloped(s3Event(`ingest/${HAPPY}`))),
    failed: [],
    needs: { [HAPPY]: 'picture' },
    makes: [HAPPY],
    logs: MADE,
  },
];
