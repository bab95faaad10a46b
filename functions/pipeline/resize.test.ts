import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createResize, PictureError } from './resize.ts';
import { createTestPictures } from './test-pictures.ts';

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

  it('holds nothing that the camera wrote down', () => {
    const source = pictures.jpeg(400, 300, { gps: true, profile: 'p3', orientation: 1 });
    assert.equal(pictures.read(source).hasExif, true);
    assert.equal(Buffer.from(source).includes('Exif'), true);
    const { jpeg } = thumbnail(source);
    assert.equal(Buffer.from(jpeg).includes('Exif'), false);
    assert.equal(pictures.read(jpeg).hasProfile, false);
  });

  it('has the colours of sRGB when the source is Display P3', () => {
    const source = pictures.jpeg(400, 300, { profile: 'p3' });
    assert.ok(
      pictures.read(source).difference > 12,
      'the stored numbers of Display P3 differ from those of sRGB',
    );
    assert.ok(pictures.read(thumbnail(source).jpeg).difference < 12);
  });

  it('has three channels when the source is CMYK, as from a print shop', () => {
    const found = pictures.read(thumbnail(pictures.jpeg(400, 300, { profile: 'cmyk' })).jpeg);
    assert.equal(found.bands, 3);
    assert.ok(
      found.difference < 90,
      `colours differ by ${found.difference}: paper shows fewer colours, but the same ones`,
    );
  });

  it('stays grey when the source is', () => {
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

describe('bytes that are no picture', () => {
  const jpeg = pictures.jpeg(1600, 1200);
  const damaged = jpeg.slice();
  damaged.set(Buffer.from('ffc7'.repeat(20), 'hex'), jpeg.length >> 1);
  const bad = {
    'nothing at all': [new Uint8Array(), /empty \(0 bytes\)/],
    'a web page': [Buffer.from('<!doctype html><p>404'), /Not a JPEG file: starts with 0x3c 0x21/],
    'a PNG named .jpg': [pictures.png(20, 20), /Not a JPEG file: starts with 0x89 0x50/],
    'a JPEG cut short': [jpeg.slice(0, jpeg.length * 0.6), /premature end/i],
    'a JPEG of which only the header came': [jpeg.slice(0, 300), /./],
    'a JPEG damaged in the middle': [damaged, /corrupt|premature|bad|unknown/i],
    'a JPEG that says it has 65,500 × 65,500 pixels': [
      withSize(jpeg, 65_500, 65_500),
      /65500 × 65500 pixels/,
    ],
  } as const satisfies Record<string, readonly [Uint8Array, RegExp]>;

  for (const [name, [bytes, reason]] of Object.entries(bad)) {
    it(`are refused with the reason, and the next picture is right: ${name}`, () => {
      assert.throws(
        () => thumbnail(bytes),
        (error) => error instanceof PictureError && reason.test(error.message),
      );
      assert.ok(pictures.read(thumbnail(jpeg).jpeg).difference < 12);
    });
  }
});

it('releases the memory of every picture, good and bad', () => {
  const good = pictures.jpeg(1600, 1200);
  const cut = good.slice(0, good.length >> 1);
  const none = new Uint8Array(1_000_000);
  const rounds = (count: number) => {
    for (let i = 0; i < count; i++) {
      thumbnail(good);
      for (const bad of [cut, none]) assert.throws(() => thumbnail(bad));
    }
  };
  rounds(100);
  const before = process.memoryUsage().rss;
  rounds(150);
  const grown = (process.memoryUsage().rss - before) / 1e6;
  assert.ok(
    grown < 40,
    `grew by ${grown.toFixed(0)} MB in 150 rounds; about 5 are usual, 75 without release`,
  );
});

it('lets go of a large file, which is read piece by piece', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const picture = pictures.jpeg(400, 300);
  const held = Array.from({ length: 3 }, () => {
    const large = new Uint8Array(9_000_000);
    large.set(picture);
    thumbnail(large);
    return new WeakRef(large);
  });
  // Until a turn of the event loop has ended, what was made in it is kept.
  await setImmediate();
  collectGarbage();
  assert.deepEqual(
    held.flatMap((one) => one.deref()?.length ?? []),
    [],
  );
});

/** The same JPEG with another size written into its frame header (SOF0), to which no data belongs. */
function withSize(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const forged = Buffer.from(jpeg);
  const frame = forged.indexOf(Buffer.from([0xff, 0xc0]));
  forged.writeUInt16BE(height, frame + 5);
  forged.writeUInt16BE(width, frame + 7);
  return forged;
}
