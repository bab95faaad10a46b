/** Room on the disk, asked for before a download and not after it. */
import { statfsSync } from 'node:fs';
import { Failure } from './failure.mjs';

/** Bytes that this user may still write on the file system of a folder. @param {string} folder */
export function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Throws a Failure (`disk-full`) when there is less room than a step needs.
 * @param {string} folder @param {number} needed bytes @param {(folder: string) => number} [free]
 */
export function requireFreeSpace(folder, needed, free = freeBytes) {
  const found = free(folder);
  if (found >= needed) return;
  throw new Failure({
    code: 'disk-full',
    problem: `Needs ${megabytes(needed)} on the disk of ${folder}, found ${megabytes(found)}.`,
    fix: 'df -h .   # make room, then run this again',
  });
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.floor(bytes / 1e6)} MB`;
}
