/** Tests that a picture of a learner's function cannot keep the grader busy for ever. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { joinJpeg, segment, splitJpeg, withSize } from '../../bench/made-pictures/jpeg-segments.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { countScans } from '../../functions/pipeline/jpeg-frame.ts';
import { MARKERS } from '../../functions/pipeline/jpeg-segments.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { openPictureThread } from './picture-thread.ts';

const vips = await startVips();
const pictures = await createTestPictures();
const thread = openPictureThread();
after(() => thread.end());

describe('the thread for pictures', () => {
  it('draws and decodes', async () => {
    const { bytes, picture } = await thread.draw(900);
    const decoded = await thread.decode(bytes);
    assert.deepEqual(decoded, picture);
    assert.deepEqual([decoded.format, decoded.bytes], ['jpeg', bytes.length]);
    assert.equal(decoded.small?.upright.length, 32 * 32 * 3);
  });

  it('does not decode a JPEG of 4,000 scans, and says why', async () => {
    const hostile = manyScans(4000);
    assert.ok(hostile.length < 250_000);
    const { format, small, notDecoded } = await thread.decode(hostile);
    assert.deepEqual([format, small], ['unknown', null]);
    // Decoding it would take so long that it would be stopped, with another reason.
    assert.match(notDecoded ?? '', /it has 4001 scans, but the grader decodes at most 100/);
  });

  it('does not decode a header that claims a billion pixels', async () => {
    const { bytes } = await thread.draw(900);
    const { width, small, notDecoded } = await thread.decode(withSize(bytes, 40_000, 30_000));
    assert.deepEqual([[30_000, 40_000].includes(width), small], [true, null]);
    assert.match(notDecoded ?? '', /more than the 100 million pixels/);
  });

  it('stops a request that takes too long, without blocking this thread, and goes on with the next', async () => {
    const options = { seconds: 1 };
    const impatient = openPictureThread(options);
    const harmless = pictures.jpeg(90, 60);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 50);
    // This is the greatest accepted number of scans, each with 100 million pixels.
    const { notDecoded } = await impatient.decode(manyScans(98, 10_000));
    clearInterval(ticking);
    assert.match(notDecoded ?? '', /takes more than 1 s/);
    assert.ok(ticks > 0, 'this thread was not blocked');
    // A new thread still compiles libvips while it decodes, and that counts.
    options.seconds = 60;
    assert.equal((await impatient.decode(harmless)).format, 'jpeg');
    await impatient.end();
  });

  it('reports that a text is not a picture, without a reason', async () => {
    const { format, notDecoded } = await thread.decode(Buffer.from('a text'));
    assert.deepEqual([format, notDecoded], ['unknown', undefined]);
  });
});

it('scans are counted by markers, not by bytes within a segment or a scan', () => {
  const one = joinJpeg(splitJpeg(progressive(64)).slice(0, -1));
  const scans = splitJpeg(progressive(64)).filter(({ marker }) => marker === MARKERS.scan).length;
  assert.equal(countScans(one), scans);
  const preview = segment(MARKERS.exif, Buffer.from('ffda0008ffdaffd9', 'hex'));
  assert.equal(countScans(joinJpeg([preview, ...splitJpeg(progressive(64))])), scans);
  assert.equal(countScans(Buffer.from('GIF89a')), 0);
});

function progressive(edge: number): Uint8Array {
  using black = vips.Image.black(edge, edge, { bands: 3 });
  using srgb = black.copy({ interpretation: 'srgb' });
  return srgb.jpegsaveBuffer({ interlace: true, optimize_coding: true });
}

/** Makes a progressive JPEG that repeats its second scan: 31 bytes that cost as much as all of its pixels. */
function manyScans(count: number, edge = 4000): Buffer {
  const segments = splitJpeg(progressive(edge));
  const first = segments.findIndex(({ marker }) => marker === MARKERS.scan);
  const second = segments.findIndex(({ marker }, index) => index > first && marker === MARKERS.scan);
  const again = { marker: MARKERS.scan, bytes: Buffer.from(segments[second]?.bytes ?? '') };
  // With full precision, libjpeg accepts the same scan again.
  again.bytes[again.bytes.readUInt16BE(2) + 1] = 0;
  const end = { marker: MARKERS.end, bytes: Buffer.from('ffd9', 'hex') };
  return joinJpeg([...segments.slice(0, second), ...Array.from({ length: count }, () => again), end]);
}
