import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../cli/project.mjs';

/**
 * Saves an output of the pipeline in `out/`.
 * @param key the key in the bucket, such as `thumbnail/HappyFace.jpg`.
 * @returns the path relative to the project's folder.
 */
export function saveOutput(key: string, jpeg: Uint8Array): string {
  // A key can contain `..`, and must not lead out of the folder.
  const file = path.join('out', path.posix.normalize(`/${key}`));
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), jpeg);
  return file;
}
