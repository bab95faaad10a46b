import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileNames } from './file-names.ts';

it('file names keep plain ids, and make every other id safe and distinct', () => {
  const ids = [
    '0042',
    'lena',
    'Lena',
    '../../etc/passwd',
    '..',
    'CON',
    'a/b',
    'a_b',
    'ü',
    'x'.repeat(300),
    '',
  ];
  const names = [...fileNames(ids).values()];
  assert.equal(names[0], '0042');
  for (const name of names) assert.match(name, /^[a-z0-9_-]{1,64}$/i);
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, ids.length);
  assert.ok(!names.includes('CON'));
});
