import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeBytes, requireFreeSpace } from './disk-space.mjs';

test('too little room is said before the download, with both numbers and the folder', () => {
  const message = 'Needs 800 MB on the disk of /data, found 799 MB.';
  assert.throws(() => requireFreeSpace('/data', 800e6, () => 799.9e6), { code: 'disk-full', message });
});

test('enough room passes', () => {
  requireFreeSpace('/', 1, () => 1);
  assert.ok(freeBytes('/') >= 0);
});
