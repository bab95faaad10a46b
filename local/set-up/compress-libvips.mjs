/**
 * `npm ci` runs this at its end: compresses libvips's WebAssembly for the artifacts. A zip's own compression leaves
 * 2.0 MB of it, this 1.7 MB, for 20 ms more when a function starts (docs/decisions/0011-cold-start.md).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { compressedLibvips, root } from './project.mjs';

const wasm = readFileSync(path.join(root, 'node_modules/wasm-vips/lib/vips.wasm'));
mkdirSync(path.dirname(compressedLibvips), { recursive: true });
writeFileSync(
  compressedLibvips,
  zstdCompressSync(wasm, { params: { [constants.ZSTD_c_compressionLevel]: 22 } }),
);
