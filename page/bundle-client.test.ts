import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundleClient } from './bundle-client.ts';

describe('the bundle of the page', () => {
  it('is smaller than 100 KB, compressed', async () => {
    const { script, style } = await bundleClient();
    const bytes = gzipSync(script).length + gzipSync(style).length;
    assert.ok(bytes < 100_000, `${bytes} bytes`);
  });

  it('asks for nothing from another place, and evaluates no text as code', async () => {
    const { script, style } = await bundleClient();
    assert.doesNotMatch(Buffer.from(script).toString(), /\beval\(|new Function\(|\bimport\(/);
    assert.doesNotMatch(Buffer.from(style).toString(), /@import|url\(/);
  });
});
