import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildFunctions } from './deploy.ts';
import { withLock } from './set-up/lock.mjs';
import { localFolder, root } from './set-up/project.mjs';
import { type Step, silently } from './step.ts';

/** What goes into the artifacts. */
const SOURCES = ['functions', 'template.yaml', 'package-lock.json'];

/** Runs `sam build` into a folder of its own, unless it holds what these very sources make. @returns the folder. */
export async function buildIfStale(step: Step = silently): Promise<string> {
  const folder = path.join(localFolder, 'fresh-build', 'artifacts');
  const stamp = path.join(localFolder, 'fresh-build', 'sources.sha256');
  const build = async () => {
    const sources = fingerprint(SOURCES);
    if (existsSync(stamp) && existsSync(folder) && readFileSync(stamp, 'utf8') === sources) return;
    rmSync(stamp, { force: true });
    await step('Bundle both functions (sam build)', () => buildFunctions(folder));
    writeFileSync(stamp, sources);
  };
  // Two builds into one folder would spoil each other.
  await withLock(path.join(localFolder, 'build.lock'), build, () => {});
  return folder;
}

/** By content, since a checkout of the same sources makes their files new. */
function fingerprint(names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of names.flatMap(filesBelow))
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function filesBelow(name: string): string[] {
  if (statSync(path.join(root, name)).isFile()) return [name];
  return readdirSync(path.join(root, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}
