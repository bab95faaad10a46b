import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { createResize } from './resize.ts';

const pictures = await createTestPictures();
const resize = createResize(pictures.vips);
const thumbnail = (bytes: Uint8Array) => resize(bytes, { maxSize: 128, quality: 80, maxPixels: 100_000_000 });

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
  const growthIn = (count: number) => {
    const before = process.memoryUsage().rss;
    rounds(count);
    return (process.memoryUsage().rss - before) / 1e6;
  };
  rounds(100);
  // A busy machine can take memory from the process and give it back later. A leak grows in both parts.
  const grown = Math.min(growthIn(150), growthIn(150));
  assert.ok(
    grown < 40,
    `The memory grew by ${grown.toFixed(0)} MB in 150 rounds. About 5 MB are usual, and 75 MB without a release.`,
  );
});
