/**
 * What is billed by the call for one picture, when nothing fails and no output is there yet. The test counts them.
 * AWS says nowhere that we found whether SNS's sends to SQS are billed as requests of SQS: they are counted, to be on the
 * safe side. Lambda receives and deletes each message by itself, for the triggers' batch size is 1.
 */
export const CALLS = {
  /** The upload, and an output of each function. */
  s3Puts: 3,
  /** The upload, by each function. */
  s3Gets: 2,
  snsPublishes: 1,
  /** For each queue: send, receive, delete. */
  sqsRequests: 6,
} as const;
