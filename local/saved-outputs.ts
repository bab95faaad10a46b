import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './set-up/project.mjs';

/**
 * Saves an output of the pipeline below `out/`.
 * @param key in the bucket: `thumbnail/HappyFace.jpg`.
 * @returns the path from the project's folder.
 */
export function saveOutput(key: string, jpeg: Uint8Array): string {
  // A key may hold `..`, and must not lead out of the folder.
  const file = path.join('out', path.posix.normalize(`/${key}`));
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), jpeg);
  return file;
}
