/**
 * Whether a Python environment is complete: its stamp is written last, and says from which requirements and for which
 * folder it was made (a virtual environment cannot be moved).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { requirementsFile, toolCommand, toolFolder } from './project.mjs';

/** @typedef {import('./project.mjs').ToolName} ToolName */
/** @typedef {ToolName | 'uv'} Environment */

/** Whether all tools that a script needs are there (uv is needed during the set-up only). @param {readonly ToolName[]} names */
export function toolsAreReady(names) {
  return names.every(isStamped);
}

/** @param {Environment} name */
export function isStamped(name) {
  // The interpreter is a link to the system's, which an upgrade may have taken away.
  if (!existsSync(toolCommand(name, 'python')) || !existsSync(stampFile(name))) return false;
  return readFileSync(stampFile(name), 'utf8') === fingerprint(name);
}

/** @param {Environment} name */
export function stamp(name) {
  writeFileSync(stampFile(name), fingerprint(name));
}

/** @param {Environment} name */
function stampFile(name) {
  return path.join(toolFolder(name), 'complete');
}

/** @param {Environment} name */
function fingerprint(name) {
  const requirements = readFileSync(requirementsFile(name));
  return createHash('sha256').update(toolFolder(name)).update('\0').update(requirements).digest('hex');
}
