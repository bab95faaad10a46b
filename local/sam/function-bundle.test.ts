import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FUNCTION_NAMES } from '../../lab/output-names.ts';
import { bundleSources } from './function-bundle.ts';

test('the artifacts contain only sources of functions/, without tests, and the table of outputs', async () => {
  const sources = await bundleSources();
  for (const name of FUNCTION_NAMES) assert.ok(sources.includes(`functions/${name}.ts`), name);
  assert.deepEqual(
    sources.filter((file) => !file.startsWith('functions/')),
    ['lab/outputs.ts'],
  );
  assert.deepEqual(
    sources.filter((file) => /test|hostile/.test(file)),
    [],
  );
});
