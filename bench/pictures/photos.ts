import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { root } from '../../cli/project.mjs';
import { startVips } from '../../functions/pipeline/vips.ts';
import { benchFolder, python } from './install-peers.ts';

export interface Photo {
  /** `12 MP`, or `12 MP P3` for one in other colours than sRGB. */
  name: string;
  colours: keyof typeof PROFILES;
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

/** Colours that photos are stored in, with libvips's names of their profiles. Of sRGB, no profile is stored. */
const PROFILES = { sRGB: undefined, P3: 'p3', CMYK: 'cmyk' } as const;

/** The photo that is also stored in other colours, in megapixels: what phones take. */
const COLOURED_MEGAPIXELS = 12;

/** Creates the missing pictures from the photos in `.local/bench/photos`. @param most largest size in megapixels */
export async function makePhotos(most: number): Promise<Photo[]> {
  const folder = path.join(benchFolder, 'photos/sizes');
  mkdirSync(folder, { recursive: true });
  const photos = SIZES.filter(({ megapixels }) => megapixels <= most).map((size) => ({
    ...size,
    name: `${size.megapixels} MP`,
    colours: 'sRGB' as const,
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

/** Creates the photo of 12 megapixels in Display P3, as from iPhones, and in CMYK, as from print shops. */
export async function makeColouredPhotos(): Promise<Photo[]> {
  const photo = (await makePhotos(COLOURED_MEGAPIXELS)).find(
    ({ megapixels }) => megapixels === COLOURED_MEGAPIXELS,
  );
  if (photo === undefined) throw new Error(`Expected a photo of ${COLOURED_MEGAPIXELS} megapixels`);
  const vips = await startVips();
  return (['P3', 'CMYK'] as const).map((colours) => {
    const file = photo.file.replace('.jpg', `-${colours}.jpg`);
    if (!existsSync(file)) {
      using original = vips.Image.jpegloadBuffer(readFileSync(photo.file));
      using converted = original.iccTransform(PROFILES[colours], { input_profile: 'srgb' });
      writeFileSync(file, converted.jpegsaveBuffer({ Q: 80, subsample_mode: 'on' }));
    }
    return { ...photo, name: `${photo.name} ${colours}`, colours, file };
  });
}
