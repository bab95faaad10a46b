import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, lutimesSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { withLock } from './lock.mjs';

test('the lock is given back after work, and after work that throws', async (context) => {
  const lock = lockFile(context);
  assert.equal(await withLock(lock, async () => 'done'), 'done');
  await assert.rejects(
    withLock(lock, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.ok(!existsSync(lock));
});

test('a lock of a process that is gone, or from before the last start of the machine, is taken over', async (context) => {
  const lock = lockFile(context);
  symlinkSync(String(spawnSync('true').pid), lock);
  await withLock(lock, async () => {}, assert.fail);
  symlinkSync(String(process.ppid), lock);
  lutimesSync(lock, 0, 0);
  await withLock(lock, async () => {}, assert.fail);
});

test('a lock of a living process is waited for, and its id is said once', async (context) => {
  const lock = lockFile(context);
  symlinkSync(String(process.ppid), lock);
  setTimeout(() => rmSync(lock), 500);
  const lines: string[] = [];
  await withLock(
    lock,
    async () => {},
    (line) => lines.push(line),
  );
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', new RegExp(`^another set-up is running \\(pid ${process.ppid}\\): waiting`));
});

function lockFile(context: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'set-up.lock');
}
