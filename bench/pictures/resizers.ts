import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';

/** Bytes of a JPEG to those of one that fits within a box, at quality 80. */
type Resizer = (bytes: Uint8Array, box: number) => Promise<Uint8Array>;

const QUALITY = 80;

/** Each peer as its own documentation would have it for many pictures, one after the other. */
export const resizers = {
  'image-lab': imageLab,
  'wasm-vips plain': plainWasmVips,
  sharp,
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

/** The part of sharp that is used: its types are where it is installed. */
interface Sharp {
  (bytes: Uint8Array): Sharp;
  cache(enabled: boolean): void;
  concurrency(threads: number): void;
  autoOrient(): Sharp;
  resize(width: number, height: number, options: { fit: 'inside'; withoutEnlargement: true }): Sharp;
  jpeg(options: { quality: number }): Sharp;
  toBuffer(): Promise<Buffer>;
}

async function sharp(peersFolder: string): Promise<Resizer> {
  const sharp: Sharp = createRequire(path.join(peersFolder, 'x'))('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return (bytes, box) =>
    sharp(bytes)
      .autoOrient()
      .resize(box, box, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer();
}

/** The types of Node do not have it. */
interface WebAssemblyCompiler {
  compile(bytes: Uint8Array): Promise<unknown>;
}

interface Pixels {
  width: number;
  height: number;
}

async function jsquash(peersFolder: string): Promise<Resizer> {
  const folder = path.join(peersFolder, 'node_modules/@jsquash');
  const load = (file: string) => import(pathToFileURL(path.join(folder, file)).href);
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WebAssemblyCompiler };
  const compile = (file: string) => wasm.compile(readFileSync(path.join(folder, file)));
  // The codecs are made for browsers.
  Object.assign(globalThis, { ImageData });
  const [decode, encode, resize] = await Promise.all(
    ['jpeg/decode.js', 'jpeg/encode.js', 'resize/index.js'].map(load),
  );
  await decode.init(await compile('jpeg/codec/dec/mozjpeg_dec.wasm'));
  await encode.init(await compile('jpeg/codec/enc/mozjpeg_enc.wasm'));
  await resize.initResize(await compile('resize/lib/resize/pkg/squoosh_resize_bg.wasm'));
  return async (bytes, box) => {
    const picture: Pixels = await decode.default(bytes);
    const scale = Math.min(1, box / Math.max(picture.width, picture.height));
    const width = Math.round(picture.width * scale);
    const height = Math.round(picture.height * scale);
    // In sRGB, as all others resize: linear light would cost more, and look another way.
    const small = await resize.default(picture, { width, height, linearRGB: false, premultiply: false });
    return new Uint8Array(await encode.default(small, { quality: QUALITY }));
  };
}

class ImageData {
  data: Uint8ClampedArray;
  width: number;
  height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

/** The part of jimp that is used. */
interface JimpImage extends Pixels {
  scaleToFit(box: { w: number; h: number }): JimpImage;
  getBuffer(type: 'image/jpeg', options: { quality: number }): Promise<Buffer>;
}

async function jimp(peersFolder: string): Promise<Resizer> {
  const { Jimp } = createRequire(path.join(peersFolder, 'x'))('jimp');
  // Its decoder's own limit is 512 MB, less than 50 megapixels take.
  const limits = { 'image/jpeg': { maxMemoryUsageInMB: 4096, maxResolutionInMP: 200 } };
  return async (bytes, box) => {
    const picture: JimpImage = await Jimp.read(Buffer.from(bytes), limits);
    return picture.scaleToFit({ w: box, h: box }).getBuffer('image/jpeg', { quality: QUALITY });
  };
}
