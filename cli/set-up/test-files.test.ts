import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { it } from 'node:test';
import { root } from '../project.mjs';
import { ownProcess, patterns, withTestFiles } from './test-files.mjs';

it('every test file of the project runs in npm test', () => {
  const found = Object.values(patterns).flatMap((pattern) => globSync(pattern, { cwd: root }));
  // Folders such as node_modules and .local hold no tests of the project.
  const isForeign = (name: string) => name.startsWith('.') || name.startsWith('node_modules');
  const all = globSync('**/*{.test,.slow-test,.emulator-test}.ts', { cwd: root, exclude: isForeign });
  assert.ok(all.length > 0);
  assert.deepEqual(
    all.filter((file) => !found.includes(file)),
    [],
  );
});

it('every file with a process of its own exists', () => {
  for (const pattern of ownProcess) assert.ok(globSync(pattern, { cwd: root }).length > 0, pattern);
});

it('a file that is named runs alone', () => {
  const [, , ...files] = withTestFiles(['--test', 'lab/output-names.test.ts']);
  assert.deepEqual(files, ['lab/output-names.test.ts']);
});
