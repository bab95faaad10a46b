import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { compressedLibvips, root } from '../project.mjs';

it('the artifacts contain the installed WebAssembly of libvips', () => {
  const installed = readFileSync(path.join(root, 'node_modules/wasm-vips/lib/vips.wasm'));
  assert.ok(zstdDecompressSync(readFileSync(compressedLibvips)).equals(installed));
});
