import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { jimp } from './resizers/jimp.ts';
import { jsquash } from './resizers/jsquash.ts';
import { QUALITY, type Resizer } from './resizers/resizer.ts';
import { sharp, sharpInWebAssembly } from './resizers/sharp.ts';

/** Uses each peer as its documentation recommends for many pictures in sequence. */
export const resizers = {
  'image-lab': imageLab,
  'wasm-vips plain': plainWasmVips,
  sharp,
  'sharp-wasm32': sharpInWebAssembly,
  jsquash,
  jimp,
} as const satisfies Record<string, (peersFolder: string) => Promise<Resizer>>;

async function imageLab(): Promise<Resizer> {
  const resize = createResize(await startVips());
  return async (bytes, box) => resize(bytes, { maxSize: box, quality: QUALITY, maxPixels: 100e6 }).jpeg;
}

async function plainWasmVips(): Promise<Resizer> {
  const vips = await startVips();
  return async (bytes, box) => {
    using picture = vips.Image.thumbnailBuffer(bytes, box, { height: box, size: 'down' });
    return picture.jpegsaveBuffer({ Q: QUALITY, keep: 'none', optimize_coding: true });
  };
}
