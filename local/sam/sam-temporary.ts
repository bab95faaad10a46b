import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { localFolder } from '../../cli/project.mjs';

/** Matches `sam-1234-abcdef`, which contains the id of its process. Older versions wrote no id. */
const NAME = /^sam-(?:(\d+)-)?\w{6}$/;

/**
 * Runs `work` with a temporary folder for SAM and then removes the folder. SAM leaves empty folders in it.
 * @returns the result of `work`.
 */
export async function withSamTemporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
  removeLeftOver();
  mkdirSync(localFolder, { recursive: true });
  const folder = mkdtempSync(path.join(localFolder, `sam-${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the folders of processes that were killed. */
export function removeLeftOver(): void {
  if (!existsSync(localFolder)) return;
  for (const name of readdirSync(localFolder)) {
    const found = NAME.exec(name);
    if (found && (found[1] === undefined || !isAlive(Number(found[1]))))
      rmSync(path.join(localFolder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
