import { readFileSync } from 'node:fs';
import { createLook } from './likeness.ts';
import type { Peer } from './peers.ts';
import type { Photo } from './photos.ts';
import { expectedSize, outputFile } from './warm.ts';

/** How many times smaller: on both sides of where another shrinking by the JPEG decoder begins. */
const RATIOS = [1.5, 2, 2.1, 2.9, 3, 4, 4.5, 5, 8, 8.8, 9, 17];

/**
 * Resizes a photo by many ratios, with this project's resizing and with sharp.
 * @throws Error when a picture of this project is not sharp's, pixel by pixel.
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
    look.compare('image-lab', readFileSync(own), readFileSync(other), expectedSize(photo, box));
  }
}
