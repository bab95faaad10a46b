/** The folder for uploads, which is the prefix of the bucket's notification (task 3.2). */
const INGEST_PREFIX = 'ingest/';

/** Longest key in bytes of UTF-8. */
const MOST_BYTES = 1024;

/**
 * Returns the key of the output for an upload. It has the same path in another prefix.
 * @returns undefined for a key outside `ingest/`. Such a key must never be processed, because processing an output causes an
 *   endless loop that is billed.
 * @throws Error for an output key that S3 rejects, or that a program could resolve to another folder.
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
