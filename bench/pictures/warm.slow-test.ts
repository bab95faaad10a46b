import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { createTestPictures } from '../made-pictures/pictures.ts';
import type { Peer } from './peers.ts';
import { measureWarm } from './warm.ts';

describe('measuring warm peers', () => {
  it('accepts peers whose pictures have the right size', async () => {
    const found = await measureWith(playPeer('some', 0));
    assert.deepEqual(
      found.map(({ peer, box, psnr, rounds }) => [peer, box, psnr, rounds]),
      [
        ['sharp', 128, null, 3],
        ['some', 128, null, 3],
        ['sharp', 640, null, 3],
        ['some', 640, null, 3],
      ],
    );
  });

  it('fails for a peer whose pictures have another size', async () => {
    await assert.rejects(measureWith(playPeer('some', 1)), /some made 127 × 95 pixels, expected 128 × 96/);
  });
});

const resize = createResize(await startVips());

async function measureWith(peer: Peer) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const file = path.join(folder, 'photo.jpg');
  try {
    writeFileSync(file, (await createTestPictures()).jpeg(800, 600));
    const photo = {
      name: '0.48 MP',
      colours: 'sRGB' as const,
      megapixels: 0.48,
      width: 800,
      height: 600,
      file,
    };
    return await measureWarm([playPeer('sharp', 0), peer], [photo], { short: true, say: () => {} }, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In this process, with this project's resizing. @param less pixels than the box has. */
function playPeer(name: string, less: number): Peer {
  return {
    name,
    make: async ({ photo, box, output }) => {
      const options = { maxSize: box - less, quality: 80, maxPixels: 1e6 };
      writeFileSync(output, resize(readFileSync(photo), options).jpeg);
      return 1;
    },
    stop: async () => {},
  };
}
