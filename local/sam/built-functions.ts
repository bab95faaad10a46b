import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from '../../cli/lock.mjs';
import { localFolder, projectEnvironment, root } from '../../cli/project.mjs';
import { type Step, silently } from '../../cli/step.ts';
import { buildFunctions } from './deploy.ts';
import { bundleSources } from './function-bundle.ts';
import { runSam } from './sam.ts';

/** Files that change the artifacts, in addition to the sources of the functions. */
const SETTINGS = ['template.yaml', 'package-lock.json'];

/** Runs `sam build` into a folder of its own, unless the folder is up to date. @returns the folder. */
export async function buildIfStale(step: Step = silently): Promise<string> {
  const folder = path.join(localFolder, 'fresh-build', 'artifacts');
  await buildUnlessFresh(folder, path.join(localFolder, 'fresh-build', 'sources.sha256'), step, () =>
    buildFunctions(folder),
  );
  return folder;
}

/** Runs `sam build` into the folder from which `sam deploy` takes the result, unless it is up to date. */
export async function buildForDeploy(step: Step = silently): Promise<void> {
  const stamp = path.join(root, '.aws-sam/sources.sha256');
  await buildUnlessFresh(path.join(root, '.aws-sam/build'), stamp, step, async () => {
    await runSam(['build'], { env: { ...projectEnvironment(), SAM_CLI_TELEMETRY: '0' } });
  });
}

async function buildUnlessFresh(
  folder: string,
  stamp: string,
  step: Step,
  make: () => Promise<void>,
): Promise<void> {
  const build = async () => {
    const sources = await fingerprint();
    if (
      existsSync(stamp) &&
      existsSync(folder) &&
      readFileSync(stamp, 'utf8') === `${sources} ${made(folder)}`
    )
      return;
    rmSync(stamp, { force: true });
    await step('Bundle the functions (sam build)', make);
    writeFileSync(stamp, `${sources} ${made(folder)}`);
  };
  // Two builds into one folder would disturb each other.
  await withLock(path.join(localFolder, 'build.lock'), build, () => {});
}

/** The time of the last build into the folder. It also changes when somebody runs `sam build` by hand. */
function made(folder: string): number {
  return statSync(path.join(folder, 'template.yaml'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * A digest of what the artifacts are made from: the files that esbuild bundles, and the settings. It is about contents, because a
 * checkout gives unchanged files a new time.
 */
async function fingerprint(): Promise<string> {
  // When esbuild cannot bundle the sources, `sam build` has to run, and reports the reason.
  const sources = await bundleSources().catch(() => [] as const);
  const hash = createHash('sha256');
  for (const file of [...sources, ...SETTINGS])
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}
