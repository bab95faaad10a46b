import { createHash } from 'node:crypto';

/**
 * Names a file for each learner. An id that is a plain word stays as it is. Any other one loses its special characters and gets a
 * hash, so that no two files have the same name, not even where upper and lower case are the same.
 */
export function fileNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const plain = Map.groupBy(ids, (id) => id.toLowerCase());
  return new Map(
    ids.map((id) => {
      const isAlone = plain.get(id.toLowerCase())?.length === 1;
      return [id, isAlone && isPlain(id) ? id : `${cut(id)}-${hash(id)}`];
    }),
  );
}

function isPlain(id: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,63}$/i.test(id) && !RESERVED.test(id);
}

/** Windows does not allow files with these names. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

function cut(id: string): string {
  return id.replace(/[^a-z0-9_-]+/gi, '_').slice(0, 40) || 'learner';
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 10);
}
