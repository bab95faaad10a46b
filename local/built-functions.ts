import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildFunctions } from './deploy.ts';
import type { Step } from './lab.ts';
import { withLock } from './set-up/lock.mjs';
import { localFolder, root } from './set-up/project.mjs';

/** What goes into the artifacts. */
const SOURCES = ['functions', 'template.yaml', 'package-lock.json'];

/** Runs `sam build` into a folder of its own, unless nothing has changed since the last time. @returns the folder. */
export async function buildIfStale(step: Step): Promise<string> {
  const folder = path.join(localFolder, 'fresh-build', 'artifacts');
  const built = path.join(folder, 'template.yaml');
  const build = async () => {
    if (existsSync(built) && changedAt(SOURCES) <= statSync(built).mtimeMs) return;
    await step('Bundle both functions (sam build)', () => buildFunctions(folder));
  };
  // Two builds into one folder would spoil each other.
  await withLock(path.join(localFolder, 'build.lock'), build, () => {});
  return folder;
}

/** The last change, in milliseconds since 1970; that of a folder tells of files that are gone. */
function changedAt(names: readonly string[]): number {
  const below = (name: string) =>
    statSync(path.join(root, name)).isDirectory()
      ? readdirSync(path.join(root, name), { recursive: true })
      : [];
  const all = names.flatMap((name) => [name, ...below(name).map((file) => path.join(name, String(file)))]);
  return Math.max(...all.map((name) => statSync(path.join(root, name)).mtimeMs));
}
