import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, lutimesSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { withLock } from './lock.mjs';

test('the lock is released after the work, even when the work throws', async (context) => {
  const lock = lockFile(context);
  assert.equal(await withLock(lock, async () => 'done'), 'done');
  await assert.rejects(
    withLock(lock, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.ok(!existsSync(lock));
});

test('a lock of an ended process or from before the last start of the machine is taken over', async (context) => {
  const lock = lockFile(context);
  symlinkSync(String(spawnSync('true').pid), lock);
  await withLock(lock, async () => {}, assert.fail);
  symlinkSync(String(process.ppid), lock);
  lutimesSync(lock, 0, 0);
  await withLock(lock, async () => {}, assert.fail);
});

test('the lock of a running process is respected, and its id is printed once', async (context) => {
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
  assert.match(lines[0] ?? '', new RegExp(`^Waiting for another set-up \\(pid ${process.ppid}\\)\\.`));
});

function lockFile(context: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'set-up.lock');
}
