import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseLabOptions, USAGE } from './options.ts';

it('prints the settings for bash, unless it is asked for another shell', () => {
  assert.equal(parseLabOptions(['--env']).env, 'bash');
  assert.equal(parseLabOptions(['--env', 'fish']).env, 'fish');
  assert.equal(parseLabOptions(['--env=powershell']).env, 'powershell');
  assert.equal(parseLabOptions(['--env', 'pwsh']).env, 'powershell');
  assert.equal(parseLabOptions([]).env, undefined);
  assert.throws(() => parseLabOptions(['--env', 'csh']), /--env must be one of bash, zsh, fish, powershell/);
});

it('has a help that fits in 80 columns', () => {
  assert.ok(USAGE.split('\n').every((line) => line.length <= 80));
});
