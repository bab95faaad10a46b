/** Checks the free space on the disk before a download. */
import { statfsSync } from 'node:fs';
import { Failure } from './failure.mjs';

/** Returns the number of bytes that this user can still write on the file system of a folder. @param {string} folder */
export function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Throws a Failure (`disk-full`) when there is less space than a step needs.
 * @param {string} folder @param {number} needed bytes @param {(folder: string) => number} [free]
 */
export function requireFreeSpace(folder, needed, free = freeBytes) {
  const found = free(folder);
  if (found >= needed) return;
  throw new Failure({
    code: 'disk-full',
    problem: `Expected ${megabytes(needed)} of free space on the disk of ${folder}, found ${megabytes(found)}.`,
    fix: 'df -h .   # free some space, then run this again',
  });
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.floor(bytes / 1e6)} MB`;
}
