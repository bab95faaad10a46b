import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { QUALITY, type Resizer } from './resizer.ts';

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

export async function sharp(peersFolder: string): Promise<Resizer> {
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

/** sharp compiled to WebAssembly, for engineers who want no native code. */
export function sharpInWebAssembly(peersFolder: string): Promise<Resizer> {
  registerHooks({
    resolve: (specifier, context, next) => {
      // sharp uses WebAssembly only if it finds no native code.
      if (/^@img\/sharp-(?!wasm32)/.test(specifier)) throw new Error(`${specifier} is hidden`);
      return next(specifier, context);
    },
  });
  return sharp(peersFolder);
}
