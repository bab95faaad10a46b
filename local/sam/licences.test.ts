import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { licencesFile, renderLicences } from './licences.ts';

it('the list of licences matches the deployed artifacts', async () => {
  const rendered = await renderLicences();
  for (const name of ['@aws-sdk/client-s3', 'wasm-vips', 'libvips', 'mozjpeg'])
    assert.ok(rendered.includes(`| ${name} |`), name);
  assert.equal(
    readFileSync(licencesFile, 'utf8'),
    rendered,
    'docs/licences.md is stale: run `npm run make:licences`.',
  );
});
