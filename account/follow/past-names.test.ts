import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namesOf, outputOf } from './past-names.ts';

const upload = { key: 'ingest/2026/ü 1.jpg', at: '2026-11-25T10:00:00.000Z', bytes: 1 };
const at = Date.parse(upload.at);

it('a log can spell a key in three ways', () => {
  assert.deepEqual(namesOf(upload.key), ['2026/ü 1.jpg', '2026/%C3%BC+1.jpg', '2026/\\u00fc 1.jpg']);
  assert.deepEqual(namesOf('ingest/HappyFace.jpg'), ['HappyFace.jpg']);
});

describe('the output of an upload', () => {
  const listed = (key: string, after = 1000) => ({ key, at: at + after, bytes: 1 });

  it('has the same path, or otherwise contains its name', () => {
    const same = listed('mobile/2026/ü 1.jpg');
    const renamed = listed('mobile/2026/small-ü 1.jpg', 2000);
    assert.equal(outputOf(upload, 'mobile', [renamed, same]), same);
    assert.equal(outputOf(upload, 'mobile', [listed('mobile/other.jpg'), renamed]), renamed);
  });

  it('is not older', () => {
    assert.equal(outputOf(upload, 'mobile', [listed('mobile/2026/ü 1.jpg', -1000)]), undefined);
  });
});
