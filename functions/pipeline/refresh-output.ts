import { createHash } from 'node:crypto';
import type { ObjectStore, Place, Sight, SourceObject } from './object-store.ts';
import type { ResizedPicture } from './resize.ts';

/** The result: `same` when the output existed already, and `gone` when the upload does not exist. */
export type Refreshed = { kind: 'made' | 'same'; picture: ResizedPicture } | { kind: 'gone' };

/** Makes an output from the current object at another place. */
export type RefreshOutput = (source: Place, output: Place) => Promise<Refreshed>;

export interface RefreshParts {
  store: ObjectStore;
  resize: (bytes: Uint8Array) => ResizedPicture;
}

/** Number of tries when another writer is faster. After that, the message fails and SQS delivers it again. */
const MOST_TRIES = 5;

/**
 * Creates a function that refreshes outputs. Any number of calls can run at once, for repeated messages in any order. When the
 * last call has ended, the output belongs to the newest object. An existing output is not written again
 * (docs/decisions/0007-writes.md).
 * @returns a function that throws the errors of `store` and `resize`.
 */
export function createRefreshOutput({ store, resize }: RefreshParts): RefreshOutput {
  return async (from, to) => {
    // There is almost never an output yet, so reading it first would waste a request for each picture.
    let seen: Sight = { kind: 'nothing' };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      // The object must be read after the output. Otherwise, an older picture could replace the output.
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

    /** An output that changed to another picture and back has the same ETag, so `IfMatch` does not notice it. */
    async function isStillThere({ etag }: SourceObject): Promise<boolean> {
      const now = await store.look(from);
      return now.kind !== 'object' || now.etag === etag;
    }
  };
}

/** After another upload of the same picture, the output must be newer. */
function isMadeOf(source: SourceObject, sha256: string, seen: Sight): boolean {
  return (
    seen.kind === 'object' &&
    seen.sha256 === sha256 &&
    Number(seen.lastModified) >= Number(source.lastModified)
  );
}
