import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isHealthy } from './emulator.ts';
import { localFolder } from './set-up/project.mjs';

/** An `npm start` that is up: other commands (`npm start -- my.jpg`, `npm run invoke`) use it. */
export interface RunningLab {
  pid: number;
  endpoint: string;
  bucket: string;
}

const FILE = path.join(localFolder, 'running-lab.json');

/** The lab that is up in this clone, if there is one. What a killed one left behind does not count. */
export async function findRunningLab(): Promise<RunningLab | undefined> {
  const lab = read();
  return lab !== undefined && (await isHealthy(lab.endpoint)) ? lab : undefined;
}

export function recordRunningLab(lab: RunningLab): void {
  // In one step: nobody reads half of it.
  writeFileSync(`${FILE}.new`, JSON.stringify(lab));
  renameSync(`${FILE}.new`, FILE);
}

/** Forgets our own, not one that was started after us. */
export function forgetRunningLab(): void {
  if (read()?.pid === process.pid) rmSync(FILE, { force: true });
}

function read(): RunningLab | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return undefined;
  }
}
