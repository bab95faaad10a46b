/**
 * One set-up at a time. The lock is a symbolic link that points at a process id: it is made with its content in one
 * step. It is handed on to the process that does the work: when the launcher is killed, a half-done `npm ci` lives on, and
 * the next set-up must wait for it.
 */
import { lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for the lock, works, and gives the lock back, also when the work throws.
 * @template T
 * @param {string} file where the lock is
 * @param {(handOn: (pid: number) => void) => Promise<T>} work gets a function that names the process at work
 * @param {(line: string) => void} [say]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, say = console.error) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let announced = 0; !take(file); await sleep(200)) {
    const pid = holder(file);
    if (pid === undefined || pid === announced) continue;
    say(`another set-up is running (pid ${pid}): waiting (if it is not, remove ${file})`);
    announced = pid;
  }
  try {
    return await work((pid) => handOn(file, pid));
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file @returns {boolean} whether the lock is ours now */
function take(file) {
  if (isStale(file)) rmSync(file, { force: true });
  try {
    symlinkSync(String(process.pid), file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file @param {number} pid */
function handOn(file, pid) {
  const next = `${file}.${process.pid}`;
  symlinkSync(String(pid), next);
  renameSync(next, file);
}

/** Left behind by a process that is gone, or by one before the last start of the machine. @param {string} file */
function isStale(file) {
  const pid = holder(file);
  if (pid === undefined) return false;
  return pid === process.pid || !isAlive(pid) || madeAt(file) < Date.now() - os.uptime() * 1000;
}

/** @param {string} file @returns {number | undefined} */
function holder(file) {
  try {
    return Number(readlinkSync(file));
  } catch {
    return undefined;
  }
}

/** @param {string} file milliseconds since 1970; now, when the lock went away meanwhile */
function madeAt(file) {
  return lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Dead, but not yet (in a container without an init: never) taken note of by its parent. @param {number} pid */
function isZombie(pid) {
  try {
    return /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
