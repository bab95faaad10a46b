import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createResize } from '../functions/pipeline/resize.ts';
import { readSettings } from '../functions/pipeline/settings.ts';
import { startVips } from '../functions/pipeline/vips.ts';
import { createOriginals, FOLDERS, folders, type Originals, sha256 } from './uploads.ts';

let originals: Originals;
let jpegs: Record<'thumbnail' | 'mobile', Uint8Array>;
before(async () => {
  originals = await createOriginals();
  const resize = createResize(await startVips());
  const { bytes } = originals.picture('cat');
  const make = (folder: 'thumbnail' | 'mobile') =>
    resize(bytes, readSettings({ outputPrefix: `${folder}/`, maxSize: FOLDERS[folder] }, {})).jpeg;
  jpegs = { thumbnail: make('thumbnail'), mobile: make('mobile') };
});

describe('an output', () => {
  it('is expected as the resizing makes it, another one for each picture', () => {
    for (const folder of folders) {
      assert.equal(originals.picture('cat').outputs?.[folder], sha256(jpegs[folder]));
      assert.notEqual(originals.picture('dog').outputs?.[folder], sha256(jpegs[folder]));
      assert.equal(originals.trouble(jpegs[folder], folder), undefined);
    }
  });

  it('that is half written is found, wherever it breaks off', () => {
    const { mobile } = jpegs;
    for (const length of [0, 100, mobile.length / 2, mobile.length - 2])
      assert.match(
        originals.trouble(mobile.subarray(0, length), 'mobile') ?? '',
        /cannot be decoded/,
        `${length}`,
      );
  });

  it("that is the other end's is found", () => {
    assert.match(originals.trouble(jpegs.thumbnail, 'mobile') ?? '', /is 128 × \d+ pixels/);
  });
});
