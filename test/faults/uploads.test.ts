import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createResize } from '../../functions/pipeline/resize.ts';
import { readSettings } from '../../functions/pipeline/settings.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { type ForEachOutput, mapOutputs, OUTPUT_NAMES, type OutputName } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { createOriginals, type Originals, sha256 } from './uploads.ts';

let originals: Originals;
let jpegs: ForEachOutput<Uint8Array>;
before(async () => {
  originals = await createOriginals();
  const resize = createResize(await startVips());
  const { bytes } = originals.picture('cat');
  const make = (folder: OutputName) =>
    resize(bytes, readSettings({ outputPrefix: OUTPUTS[folder].prefix, maxSize: OUTPUTS[folder].box }, {}))
      .jpeg;
  jpegs = mapOutputs(make);
});

describe('an output', () => {
  it('is expected as resizing makes it, a different one for each picture', () => {
    for (const folder of OUTPUT_NAMES) {
      assert.equal(originals.picture('cat').outputs?.[folder], sha256(jpegs[folder]));
      assert.notEqual(originals.picture('dog').outputs?.[folder], sha256(jpegs[folder]));
      assert.equal(originals.trouble(jpegs[folder], folder), undefined);
    }
  });

  it('is recognized when it is half written, wherever it ends', () => {
    const { mobile } = jpegs;
    for (const length of [0, 100, mobile.length / 2, mobile.length - 2])
      assert.match(
        originals.trouble(mobile.subarray(0, length), 'mobile') ?? '',
        /cannot be decoded/,
        `${length}`,
      );
  });

  it('is recognized when it belongs to the other folder', () => {
    assert.match(originals.trouble(jpegs.thumbnail, 'mobile') ?? '', /is 128 × \d+ pixels/);
  });
});
