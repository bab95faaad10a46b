import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { samFunctionTypes } from './generate-sam-types.ts';

test("sam-function.ts is what SAM's own schema says (else: npm run types:sam)", async () => {
  const committed = await readFile(new URL('sam-function.ts', import.meta.url), 'utf8');
  assert.equal(await samFunctionTypes(), committed);
});
