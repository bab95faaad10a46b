import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Pixels, QUALITY, type Resizer } from './resizer.ts';

/** The types of Node do not have it. */
interface WebAssemblyCompiler {
  compile(bytes: Uint8Array): Promise<unknown>;
}

export async function jsquash(peersFolder: string): Promise<Resizer> {
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
    // All peers resize in sRGB. Linear light would take longer and look different.
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
