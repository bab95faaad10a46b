import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';

const folder = mkdtempSync(path.join(tmpdir(), 'clones-'));
const START = '1.abc';
/** Answers like a running embedded AWS. */
const other = createServer((_, response) => response.setHeader('x-image-lab-start', START).end('{}')).listen(
  0,
  '127.0.0.1',
);

before(async () => {
  if (!other.listening) await once(other, 'listening');
  // The module reads this variable when it is loaded.
  process.env.TMPDIR = folder;
});
after(() => {
  other.close();
  rmSync(folder, { recursive: true });
});

it('says that no lab is running, and names the running lab of another clone', async () => {
  const { noLocalLab } = await import('./chosen-account.ts');
  assert.equal((await noLocalLab()).message, 'Expected a running lab on this machine, found none.');

  const { port } = other.address() as AddressInfo;
  const record = (name: string, endpoint: string, start = START) =>
    writeFileSync(path.join(all, name), JSON.stringify({ start, endpoint, folder: '/clones/other' }));
  const all = path.join(folder, `serverless-image-lab-${userInfo().uid}`);
  mkdirSync(all);
  record('1.json', 'http://127.0.0.1:9');
  assert.equal(
    (await noLocalLab()).message,
    'Expected a running lab on this machine, found none.',
    'the lab was killed',
  );

  record('2.json', `http://127.0.0.1:${port}`, '2.of another time');
  assert.equal(
    (await noLocalLab()).message,
    'Expected a running lab on this machine, found none.',
    'another start uses the port',
  );

  record('3.json', `http://127.0.0.1:${port}`);
  const { message, fix } = await noLocalLab();
  assert.match(message, /^Expected a running lab of this folder, found the lab at .* of \/clones\/other\.$/);
  assert.equal(fix, "cd '/clones/other'   # or npm start here");
});
