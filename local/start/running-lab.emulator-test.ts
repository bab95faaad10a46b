import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder } from '../../cli/project.mjs';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { removeLeftOver } from '../sam/sam-temporary.ts';
import { findRunningLab, recordRunningLab } from './running-lab.ts';

const RECORD = path.join(localFolder, 'running-lab.json');

/** Acts as a lab of another clone that uses the port of a killed lab of this clone. */
let emulator: Emulator;
/** The record of a real running lab, which the tests restore. */
let kept: string | undefined;

before(async () => {
  kept = existsSync(RECORD) ? readFileSync(RECORD, 'utf8') : undefined;
  emulator = await startEmulator({ name: 'running-lab-test' });
});
after(async () => {
  await stopAllLeashed();
  if (kept === undefined) rmSync(RECORD, { force: true });
  else writeFileSync(RECORD, kept);
});

describe('the record of a running lab', () => {
  it('is valid while its own start answers', async () => {
    const lab = { pid: process.pid, start: emulator.start, endpoint: emulator.endpoint, bucket: 'b' };
    recordRunningLab(lab);
    assert.deepEqual(await findRunningLab(), lab);
  });

  for (const [what, wrong] of [
    ['another start answers on its port', { start: `${process.pid}.00` }],
    ['it names another process', { pid: process.pid + 1 }],
    ['an older version wrote it without a start', { start: undefined }],
    ['nothing answers', { endpoint: 'http://127.0.0.1:1' }],
  ] as const) {
    it(`is not valid when ${what}`, async () => {
      const lab = {
        pid: process.pid,
        start: emulator.start,
        endpoint: emulator.endpoint,
        bucket: 'b',
        ...wrong,
      };
      writeFileSync(RECORD, JSON.stringify(lab));
      assert.equal(await findRunningLab(), undefined);
    });
  }
});

it('the temporary folders of ended processes are removed, and those of running processes stay', () => {
  const folders = [`sam-${2 ** 22 + 1}-abcdef`, `sam-${process.pid}-abcdef`].map((name) =>
    path.join(localFolder, name),
  );
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  removeLeftOver();
  assert.deepEqual(
    folders.map((folder) => existsSync(folder)),
    [false, true],
  );
  rmSync(String(folders[1]), { recursive: true });
});
