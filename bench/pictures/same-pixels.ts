import { readFileSync } from 'node:fs';
import { createLook } from './likeness.ts';
import type { Peer } from './peers.ts';
import type { Photo } from './photos.ts';
import { expectedSize, outputFile } from './warm.ts';

/** Ratios on both sides of each change of the factor by which the JPEG decoder shrinks. */
const RATIOS = [1.5, 2, 2.1, 2.9, 3, 4, 4.5, 5, 8, 8.8, 9, 17];

/**
 * Resizes a photo by many ratios with this project and with sharp.
 * @throws Error when a pixel of the two outputs differs.
 */
export async function requireSamePixels(peers: readonly Peer[], photo: Photo, folder: string): Promise<void> {
  const look = await createLook();
  const both = peers.filter(({ name }) => name === 'image-lab' || name === 'sharp');
  for (const ratio of RATIOS) {
    // Photos are 4 × 3: the other side, too, is whole, and no matter of rounding.
    const box = 4 * Math.round(photo.width / ratio / 4);
    const [own = '', other = ''] = ['image-lab', 'sharp'].map((name) => outputFile(folder, name, photo, box));
    for (const { name, make } of both)
      await make({ photo: photo.file, box, output: outputFile(folder, name, photo, box) });
    const size = expectedSize(photo, box);
    const psnr = look.compare('image-lab', readFileSync(own), readFileSync(other), size);
    if (psnr !== null)
      throw new Error(
        `image-lab's pixels of ${photo.name}, to ${box}, are not sharp's: ${psnr.toFixed(0)} dB`,
      );
  }
}
