/**
 * Compresses the WebAssembly of libvips for the artifacts. The set-up and `npm ci` run this file after they have installed the
 * packages. The compression of a zip file leaves 2.0 MB and this one 1.7 MB, but a cold start takes 20 ms longer
 * (docs/decisions/0011-cold-start.md).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { compressedLibvips, root } from '../project.mjs';

const wasm = readFileSync(path.join(root, 'node_modules/wasm-vips/lib/vips.wasm'));
mkdirSync(path.dirname(compressedLibvips), { recursive: true });
writeFileSync(
  compressedLibvips,
  zstdCompressSync(wasm, { params: { [constants.ZSTD_c_compressionLevel]: 22 } }),
);
