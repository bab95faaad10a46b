import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { createResize, PictureError } from './resize.ts';

const pictures = await createTestPictures();
const resize = createResize(pictures.vips);
const thumbnail = (bytes: Uint8Array) => resize(bytes, { maxSize: 128, quality: 80, maxPixels: 100_000_000 });

describe('a resized picture', () => {
  const sizes = [
    { from: [1600, 1200], to: [128, 96] },
    { from: [1200, 1600], to: [96, 128] },
    { from: [2048, 1024], to: [128, 64] },
    { from: [1000, 1000], to: [128, 128] },
    { from: [128, 128], to: [128, 128] },
    { from: [129, 20], to: [128, 20] },
    { from: [100, 40], to: [100, 40] },
    { from: [2, 2], to: [2, 2] },
    { from: [3000, 4], to: [128, 1] },
  ] as const;
  for (const { from, to } of sizes) {
    it(`fits within the box and is never enlarged: ${from.join(' × ')} becomes ${to.join(' × ')}`, () => {
      const resized = thumbnail(pictures.jpeg(from[0], from[1]));
      const found = pictures.read(resized.jpeg);
      assert.deepEqual([found.width, found.height], to);
      assert.deepEqual([resized.width, resized.height], to);
      assert.deepEqual(resized.source, { width: from[0], height: from[1] });
    });
  }

  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`stands upright when the camera's orientation was ${orientation}`, () => {
      const found = pictures.read(thumbnail(pictures.jpeg(800, 400, { orientation })).jpeg);
      assert.deepEqual([found.width, found.height], [128, 64]);
      assert.ok(
        found.difference < 12,
        `colours differ by ${found.difference}: ${JSON.stringify(found.corners)}`,
      );
      assert.equal(found.hasOrientation, false);
    });
  }

  it('contains no metadata of the camera', () => {
    const source = pictures.jpeg(400, 300, { gps: true, profile: 'p3', orientation: 1 });
    assert.equal(pictures.read(source).hasExif, true);
    assert.equal(Buffer.from(source).includes('Exif'), true);
    const { jpeg } = thumbnail(source);
    assert.equal(Buffer.from(jpeg).includes('Exif'), false);
    assert.equal(pictures.read(jpeg).hasProfile, false);
  });

  it('has the colours of sRGB when the source is Display P3', () => {
    const source = pictures.jpeg(400, 300, { profile: 'p3' });
    assert.ok(pictures.read(source).difference > 12, 'Display P3 and sRGB store different values');
    assert.ok(pictures.read(thumbnail(source).jpeg).difference < 12);
  });

  const inks = {
    'black of all four inks is black': [
      [255, 255, 255, 255],
      [0, 0, 0],
    ],
    'paper is white': [
      [0, 0, 0, 0],
      [255, 255, 255],
    ],
  } as const;
  for (const [name, [colour, expected]] of Object.entries(inks)) {
    it(`has sRGB colours when the source is CMYK: ${name}`, () => {
      const source = pictures.inks(400, 300, colour);
      using output = pictures.vips.Image.jpegloadBuffer(thumbnail(source).jpeg);
      assert.deepEqual(output.getpoint(60, 40), [...expected]);
      assert.equal(output.bands, 3);
    });
  }

  it('is grey when the source is grey', () => {
    assert.equal(pictures.read(thumbnail(pictures.jpeg(400, 300, { grey: true })).jpeg).bands, 1);
  });

  it('is the same for a progressive source', () => {
    const plain = thumbnail(pictures.jpeg(1600, 1200));
    assert.deepEqual(thumbnail(pictures.jpeg(1600, 1200, { progressive: true })).jpeg, plain.jpeg);
  });

  it('is smaller at a lower quality', () => {
    const source = pictures.jpeg(1600, 1200);
    const low = resize(source, { maxSize: 640, quality: 20, maxPixels: 100_000_000 }).jpeg.length;
    assert.ok(low < resize(source, { maxSize: 640, quality: 95, maxPixels: 100_000_000 }).jpeg.length);
  });
});

describe('bytes that are not a picture', () => {
  const jpeg = pictures.jpeg(1600, 1200);
  const damaged = jpeg.slice();
  damaged.set(Buffer.from('ffc7'.repeat(20), 'hex'), jpeg.length >> 1);
  const bad = {
    'an empty file': [new Uint8Array(), /empty \(0 bytes\)/],
    'a web page': [Buffer.from('<!doctype html><p>404'), /^This is an HTML file named \.jpg$/],
    'a text': [Buffer.from('a text of some length'), /Not a JPEG file: starts with 0x61 0x20/],
    'a PNG named .jpg': [pictures.png(20, 20), /^This is a PNG file named \.jpg$/],
    'a truncated JPEG': [jpeg.slice(0, jpeg.length * 0.6), /premature end/i],
    'only the header of a JPEG': [jpeg.slice(0, 300), /./],
    'a JPEG damaged in the middle': [damaged, /corrupt|premature|bad|unknown/i],
    'a JPEG whose header claims 65,500 × 65,500 pixels': [
      withSize(jpeg, 65_500, 65_500),
      /65500 × 65500 pixels/,
    ],
  } as const satisfies Record<string, readonly [Uint8Array, RegExp]>;

  for (const [name, [bytes, reason]] of Object.entries(bad)) {
    it(`are rejected with the reason, and the next picture is right: ${name}`, () => {
      assert.throws(
        () => thumbnail(bytes),
        (error) => error instanceof PictureError && reason.test(error.message),
      );
      assert.ok(pictures.read(thumbnail(jpeg).jpeg).difference < 12);
    });
  }
});

it('releases the memory of a large file', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const picture = pictures.jpeg(400, 300);
  const held = Array.from({ length: 3 }, () => {
    const large = new Uint8Array(9_000_000);
    large.set(picture);
    thumbnail(large);
    return new WeakRef(large);
  });
  // Node keeps new objects until the current turn of the event loop has ended.
  await setImmediate();
  collectGarbage();
  assert.deepEqual(
    held.flatMap((one) => one.deref()?.length ?? []),
    [],
  );
});

/** Returns the JPEG with another size in its frame header (SOF0), for which it has no data. */
function withSize(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const forged = Buffer.from(jpeg);
  const frame = forged.indexOf(Buffer.from([0xff, 0xc0]));
  forged.writeUInt16BE(height, frame + 5);
  forged.writeUInt16BE(width, frame + 7);
  return forged;
}
