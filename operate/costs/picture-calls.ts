import { OUTPUT_NAMES } from '../../lab/output-names.ts';

/**
 * The billed calls for one picture, when nothing fails and no output exists yet. The test counts them.
 * We found no AWS page that says whether a delivery from SNS is billed as an SQS request. It is counted, to be on the safe
 * side. Lambda receives and deletes each message individually, because the batch size of the triggers is 1.
 */
export const CALLS = {
  /** The upload and one output of each function. */
  s3Puts: 1 + OUTPUT_NAMES.length,
  /** Each function reads the upload. */
  s3Gets: OUTPUT_NAMES.length,
  snsPublishes: 1,
  /** For each queue: send, receive, delete. */
  sqsRequests: 3 * OUTPUT_NAMES.length,
} as const;
