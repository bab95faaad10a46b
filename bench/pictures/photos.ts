import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { root } from '../../local/set-up/project.mjs';
import { benchFolder, python } from './install-peers.ts';

export interface Photo {
  megapixels: number;
  width: number;
  height: number;
  /** The JPEG. */
  file: string;
}

const SIZES = [
  { megapixels: 0.5, width: 816, height: 612 },
  { megapixels: 3, width: 2000, height: 1500 },
  { megapixels: 12, width: 4000, height: 3000 },
  { megapixels: 24, width: 5656, height: 4242 },
  { megapixels: 50, width: 8160, height: 6120 },
];

/** Makes those that are not there yet, of the photos in `.local/bench/photos`. @param most megapixels */
export async function makePhotos(most: number): Promise<Photo[]> {
  const folder = path.join(benchFolder, 'photos/sizes');
  mkdirSync(folder, { recursive: true });
  const photos = SIZES.filter(({ megapixels }) => megapixels <= most).map((size) => ({
    ...size,
    file: path.join(folder, `${size.megapixels}.jpg`),
  }));
  for (const { file, width, height } of photos.filter((photo) => !existsSync(photo.file))) {
    const half = file.replace('.jpg', '.part.jpg');
    const args = [path.join(benchFolder, 'photos/tiles'), half, String(width), String(height)];
    await execa(python, [path.join(root, 'bench/pictures/draw-photos.py'), ...args]);
    renameSync(half, file);
  }
  return photos;
}
