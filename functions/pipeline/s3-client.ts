import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Most S3 answers begin after a tenth of a second; what has not begun after this is better asked for anew. */
const MOST_SILENCE_MS = 3000;

/**
 * A client of S3 whose worst case leaves room: a call that meets nothing but silence fails after some 12 seconds, well
 * within the function's 30, and so in words, not by the function's own timeout.
 * @param settings instead of what Lambda's environment says.
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-timeouts.html
 */
export function createS3Client(settings: S3ClientConfig = {}): S3Client {
  return new S3Client({
    // An endpoint of one's own (a local AWS) has no host name for each bucket.
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
    // The standard retries: the adaptive ones also slow down, and each function has but one call at a time.
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: MOST_SILENCE_MS,
      // Without this, it would only be logged.
      throwOnRequestTimeout: true,
      // Silence within a body.
      socketTimeout: MOST_SILENCE_MS,
    },
    ...settings,
  });
}
