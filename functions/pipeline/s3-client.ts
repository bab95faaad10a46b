import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Most responses of S3 begin after 100 ms. If a response has not begun after this time, it is faster to retry. */
const MOST_SILENCE_MS = 3000;

/**
 * Creates a client of S3 that fails early. A call without any response fails after about 12 seconds, before the function's
 * timeout of 30 seconds. So the function can log the reason.
 * @param settings settings that override the environment of Lambda.
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-timeouts.html
 */
export function createS3Client(settings: S3ClientConfig = {}): S3Client {
  return new S3Client({
    // A custom endpoint, such as a local AWS, has no host name for each bucket.
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
    // Adaptive retries would also slow calls down, but each function makes only one call at a time.
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: MOST_SILENCE_MS,
      // Without this setting, the SDK would only log the timeout.
      throwOnRequestTimeout: true,
      // This limits a pause in the body.
      socketTimeout: MOST_SILENCE_MS,
    },
    ...settings,
  });
}
