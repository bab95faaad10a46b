import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Artifact, MOST_ZIPPED_BYTES, requireSmall, zipArtifacts } from './artifacts.ts';
import { buildIfStale } from './built-functions.ts';

test('the artifact of each function is small enough', async () => {
  const artifacts = zipArtifacts(await buildIfStale());
  assert.equal(artifacts.length, 2);
  requireSmall(artifacts);
});

test('an artifact that is too large is named with its content', () => {
  const large: Artifact = {
    functionName: 'CreateThumbnail',
    zip: new Uint8Array(MOST_ZIPPED_BYTES + 1),
    files: { 'vips.wasm': 5_500_000 },
  };
  assert.throws(
    () => requireSmall([large]),
    /at most 2\.00 MB zipped, found CreateThumbnail: .*vips\.wasm 5\.50/,
  );
});
