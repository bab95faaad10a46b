import { createHash } from 'node:crypto';
import type { ObjectStore, Place, Sight, SourceObject } from './object-store.ts';
import type { ResizedPicture } from './resize.ts';

/** What came of it: `same` when the output was there already, `gone` when there is no object to make it from. */
export type Refreshed = { kind: 'made' | 'same'; picture: ResizedPicture } | { kind: 'gone' };

/** Makes the output at a place reflect the object at another as it is now. */
export type RefreshOutput = (source: Place, output: Place) => Promise<Refreshed>;

export interface RefreshParts {
  store: ObjectStore;
  resize: (bytes: Uint8Array) => ResizedPicture;
}

/** So often another writer may be faster; then the message comes again. */
const MOST_TRIES = 5;

/**
 * Any number of these may run at once, for messages in any order and repeated: when the last one has ended, the output
 * is that of the newest object, and what was there already was not written again. (docs/decisions/0007-writes.md)
 * @returns a function that throws what `store` and `resize` throw.
 */
export function createRefreshOutput({ store, resize }: RefreshParts): RefreshOutput {
  return async (from, to) => {
    // Nearly always there is nothing: to look would be one more request for each picture.
    let seen: Sight = { kind: 'nothing' };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      // After the look at the output: who reads before may write what is older than what it saw.
      const source = await store.read(from);
      if (source === undefined) return { kind: 'gone' };
      const picture = resize(source.bytes);
      const sha256 = createHash('sha256').update(picture.jpeg).digest('hex');
      if (isMadeOf(source, sha256, seen)) return { kind: 'same', picture };
      const written = await store.writeIfStill(seen, to, { jpeg: picture.jpeg, sha256, source });
      if (written && (seen.kind === 'nothing' || (await isStillThere(source))))
        return { kind: 'made', picture };
      seen = await store.look(to);
    }
    throw new Error(`${to.key} or its upload changed meanwhile, ${MOST_TRIES} times`);

    /** An output that went from one picture to another and back has the same ETag, and `IfMatch` sees no difference. */
    async function isStillThere({ etag }: SourceObject): Promise<boolean> {
      const now = await store.look(from);
      return now.kind !== 'object' || now.etag === etag;
    }
  };
}

/** An upload of the same picture once more is answered by an output that is newer. */
function isMadeOf(source: SourceObject, sha256: string, seen: Sight): boolean {
  return (
    seen.kind === 'object' &&
    seen.sha256 === sha256 &&
    Number(seen.lastModified) >= Number(source.lastModified)
  );
}
