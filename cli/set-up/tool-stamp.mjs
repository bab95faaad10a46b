/**
 * Marks a Python environment as complete with a stamp, which is written last. The stamp depends on the requirements and on
 * the folder, because a virtual environment cannot be moved.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { requirementsFile, toolCommand, toolFolder } from '../project.mjs';

/** @typedef {import('../project.mjs').EnvironmentName} EnvironmentName */

/** Tells whether all tools that a script needs are installed. @param {readonly EnvironmentName[]} names */
export function toolsAreReady(names) {
  return names.every(isStamped);
}

/** @param {EnvironmentName} name */
export function isStamped(name) {
  // The interpreter is a link to the system's Python, which an upgrade can remove.
  if (!existsSync(toolCommand(name, 'python')) || !existsSync(stampFile(name))) return false;
  return readFileSync(stampFile(name), 'utf8') === fingerprint(name);
}

/** @param {EnvironmentName} name */
export function stamp(name) {
  writeFileSync(stampFile(name), fingerprint(name));
}

/** @param {EnvironmentName} name */
function stampFile(name) {
  return path.join(toolFolder(name), 'complete');
}

/** @param {EnvironmentName} name */
function fingerprint(name) {
  const requirements = readFileSync(requirementsFile(name));
  return createHash('sha256').update(toolFolder(name)).update('\0').update(requirements).digest('hex');
}
