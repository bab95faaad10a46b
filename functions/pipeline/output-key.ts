/** The folder whose uploads are resized: the prefix of the bucket's notification (task 3.2). */
const INGEST_PREFIX = 'ingest/';

/**
 * The key of the output that belongs to an upload: the same path, below another prefix.
 * @returns undefined for a key outside `ingest/`. Such a key must never be processed: an output that is itself
 *   processed makes an endless, billed loop.
 */
export function outputKey(key: string, outputPrefix: string): string | undefined {
  return key.startsWith(INGEST_PREFIX) ? outputPrefix + key.slice(INGEST_PREFIX.length) : undefined;
}
