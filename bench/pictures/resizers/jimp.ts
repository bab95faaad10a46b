import { createRequire } from 'node:module';
import path from 'node:path';
import { type Pixels, QUALITY, type Resizer } from './resizer.ts';

/** The part of jimp that is used. */
interface JimpImage extends Pixels {
  scaleToFit(box: { w: number; h: number }): JimpImage;
  getBuffer(type: 'image/jpeg', options: { quality: number }): Promise<Buffer>;
}

/** The part of its package that is used. */
export interface JimpModule {
  Jimp: { fromBuffer(bytes: Buffer, options: object): Promise<JimpImage> };
}

export async function jimp(peersFolder: string): Promise<Resizer> {
  return resizeWithJimp(createRequire(path.join(peersFolder, 'x'))('jimp'));
}

export function resizeWithJimp({ Jimp }: JimpModule): Resizer {
  // Its decoder's own limit is 512 MB, less than 50 megapixels take; `Jimp.read` would not pass this on.
  const limits = { 'image/jpeg': { maxMemoryUsageInMB: 4096, maxResolutionInMP: 200 } };
  return async (bytes, box) => {
    const picture = await Jimp.fromBuffer(Buffer.from(bytes), limits);
    return picture.scaleToFit({ w: box, h: box }).getBuffer('image/jpeg', { quality: QUALITY });
  };
}
