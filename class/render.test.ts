import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { staleness as isStale } from '../template-src/render.ts';
import { rendered } from './render.ts';

const staleness = (folder?: string) => isStale(folder, rendered);

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'render-'));
  for (const name of ['docs', 'class']) await mkdir(path.join(folder, name));
});
after(() => rm(folder, { recursive: true }));

test('the committed templates and pages are what template-src/ renders (else: npm run render)', async () => {
  assert.deepEqual(await staleness(), []);
});

test('a missing file is reported with the command that renders it', async () => {
  for (const problem of await staleness(folder)) assert.match(problem, /is missing: run `npm run render`/);
});

for (const [name, render] of Object.entries(rendered)) {
  test(`${name}, when it was changed by hand, is reported with the command that renders it`, async () => {
    for (const [each, text] of Object.entries(rendered)) await writeFile(path.join(folder, each), text());
    assert.deepEqual(await staleness(folder), []);
    await writeFile(path.join(folder, name), `${render()}# by hand\n`);
    assert.deepEqual(await staleness(folder), [
      `${name} is not what template-src/ renders: run \`npm run render\`.`,
    ]);
  });
}
