/** The folder whose uploads are resized: the prefix of the bucket's notification (task 3.2). */
const INGEST_PREFIX = 'ingest/';

/** Of a key, in bytes of UTF-8. */
const MOST_BYTES = 1024;

/**
 * The key of the output that belongs to an upload: the same path, below another prefix.
 * @returns undefined for a key outside `ingest/`. Such a key must never be processed: an output that is itself
 *   processed makes an endless, billed loop.
 * @throws Error for an output's key that S3 would not take, or that a program on the way could take for another folder's.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export function outputKey(key: string, outputPrefix: string): string | undefined {
  if (!key.startsWith(INGEST_PREFIX)) return undefined;
  const output = outputPrefix + key.slice(INGEST_PREFIX.length);
  if (output.split('/').some((part) => part === '.' || part === '..'))
    throw new Error(
      "the key has a part '.' or '..', which some programs take for another folder: rename the upload",
    );
  const bytes = Buffer.byteLength(output);
  if (bytes > MOST_BYTES)
    throw new Error(
      `the output's key would have ${bytes} bytes, S3 takes ${MOST_BYTES}: give the upload a shorter name`,
    );
  return output;
}
