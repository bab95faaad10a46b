/**
 * A lock that allows one set-up at a time. The lock is a symbolic link to a process id, because a link is created together
 * with its content in one step. The lock is handed on to the process that does the work. When the launcher is killed, an
 * unfinished `npm ci` can continue, and the next set-up must wait for it.
 */
import { lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for the lock, does the work and releases the lock, even when the work throws.
 * @template T
 * @param {string} file path of the lock
 * @param {(handOn: (pid: number) => void) => Promise<T>} work gets a function that hands the lock on to another process
 * @param {(line: string) => void} [say]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, say = console.error) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let announced = 0; !take(file); await sleep(200)) {
    const pid = holder(file);
    if (pid === undefined || pid === announced) continue;
    say(`Waiting for another set-up (pid ${pid}). If that process is not a set-up, remove ${file}`);
    announced = pid;
  }
  try {
    return await work((pid) => handOn(file, pid));
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file @returns {boolean} whether this process holds the lock now */
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

/** Tells whether the process of a lock is gone, or the lock is older than the last start of the machine. @param {string} file */
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

/** Returns milliseconds since 1970, or the current time when the lock no longer exists. @param {string} file */
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

/** Tells whether a process has ended but its parent has not read its status. In a container without init, it stays so. @param {number} pid */
function isZombie(pid) {
  try {
    return /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
