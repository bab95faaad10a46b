import assert from 'node:assert/strict';
import { it } from 'node:test';
import { outputKey } from './output-key.ts';

it('an output has the same path as its upload, below the prefix of the function', () => {
  assert.equal(outputKey('ingest/HappyFace.jpg', 'thumbnail/'), 'thumbnail/HappyFace.jpg');
  assert.equal(outputKey('ingest/2026/11/ü (1).jpg', 'mobile/'), 'mobile/2026/11/ü (1).jpg');
});

it('a key outside the ingest folder has no output', () => {
  for (const key of ['thumbnail/a.jpg', 'a.jpg', 'ingest', 'Ingest/a.jpg', 'old/ingest/a.jpg', '']) {
    assert.equal(outputKey(key, 'thumbnail/'), undefined);
  }
});
