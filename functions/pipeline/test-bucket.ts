import { createHash } from 'node:crypto';
import type { ObjectStore, Sight } from './object-store.ts';

/** What happens around the requests of a bucket in memory. */
export interface Interleaving {
  /** Before each request, and before its answer: others may go first. */
  before?: () => unknown;
  /** Whether the next request breaks, and whether it is carried out nevertheless. */
  breaks?: () => 'before' | 'after' | undefined;
  /** Whether time goes by from one change to the next; else all happens within one second. */
  ticks?: boolean;
  /** Keys that may be written but not looked at. */
  hidden?: readonly string[];
}

interface StoredObject {
  text: string;
  lastModified: Date;
}

/** A bucket as S3's documentation has it, as far as `ObjectStore` goes, of which every interleaving can be tried. */
export function createBucketModel({ before, breaks, ticks = false, hidden = [] }: Interleaving) {
  const objects = new Map<string, (StoredObject | undefined)[]>();
  const requests: string[] = [];
  let seconds = 0;

  const store: ObjectStore = {
    read: ({ key }) =>
      request('read', () => {
        const object = current(key);
        if (object === undefined) return undefined;
        const { text, lastModified } = object;
        return { bytes: Buffer.from(text), etag: etagOf(text), versionId: undefined, lastModified };
      }),
    look: ({ key }) => request('look', () => sight(key)),
    writeIfStill: (seen, { key }, { jpeg }) =>
      request('write', () => {
        const now = current(key);
        const seenEtag = seen.kind === 'object' ? seen.etag : undefined;
        const isStill = seen.kind === 'hidden' || seenEtag === (now && etagOf(now.text));
        if (isStill) put(key, Buffer.from(jpeg).toString());
        return isStill;
      }),
  };
  return {
    store,
    requests,
    upload: put,
    remove: (key: string) => void versionsOf(key).push(undefined),
    /** The texts of all versions of an object that were written, the oldest first. */
    versions: (key: string) => versionsOf(key).flatMap((version) => version?.text ?? []),
  };

  async function request<T>(name: string, work: () => T): Promise<T> {
    requests.push(name);
    await before?.();
    const broken = breaks?.();
    if (broken === 'before') throw new Error('503');
    const answer = work();
    await before?.();
    if (broken === 'after') throw new Error('the connection was cut');
    return answer;
  }

  function versionsOf(key: string): (StoredObject | undefined)[] {
    const versions = objects.get(key) ?? [];
    objects.set(key, versions);
    return versions;
  }

  function current(key: string): StoredObject | undefined {
    return versionsOf(key).at(-1);
  }

  function put(key: string, text: string): void {
    if (ticks) seconds++;
    versionsOf(key).push({ text, lastModified: new Date(seconds * 1000) });
  }

  function sight(key: string): Sight {
    const object = current(key);
    if (hidden.includes(key)) return { kind: 'hidden' };
    if (object === undefined) return { kind: 'nothing' };
    const { text, lastModified } = object;
    return { kind: 'object', etag: etagOf(text), lastModified, sha256: hash('sha256', text) };
  }
}

function etagOf(text: string): string {
  return `"${hash('md5', text)}"`;
}

function hash(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
