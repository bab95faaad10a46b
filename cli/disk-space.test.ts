import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeBytes, requireFreeSpace } from './disk-space.mjs';

test('too little space is an error with both sizes and the folder', () => {
  const message = 'Expected 800 MB of free space on the disk of /data, found 799 MB.';
  assert.throws(() => requireFreeSpace('/data', 800e6, () => 799.9e6), { code: 'disk-full', message });
});

test('enough space is no error', () => {
  requireFreeSpace('/', 1, () => 1);
  assert.ok(freeBytes('/') >= 0);
});
