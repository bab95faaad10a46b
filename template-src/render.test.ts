import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { staleness, templateFile } from './render.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'render-'));
});
after(() => rm(folder, { recursive: true }));

test('the committed template.yaml is what template-src/ renders (else: npm run render)', async () => {
  assert.equal(await staleness(), undefined);
});

test('a template that was changed by hand is reported with the command that renders it', async () => {
  const file = path.join(folder, 'template.yaml');
  const committed = await readFile(templateFile, 'utf8');
  await writeFile(file, committed.replace('MemorySize: 512', 'MemorySize: 128'));
  assert.match(
    (await staleness(pathToFileURL(file))) ?? '',
    /not what template-src\/ renders: run `npm run render`/,
  );
});

test('a missing template is reported with the command that renders it', async () => {
  const file = pathToFileURL(path.join(folder, 'missing.yaml'));
  assert.match((await staleness(file)) ?? '', /is missing: run `npm run render`/);
});
