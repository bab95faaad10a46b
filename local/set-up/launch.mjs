/** The set-up when something is missing, then the script on Node 24. Plain JavaScript: it runs before any package is there. */
import path from 'node:path';
import { endLike, runChild } from './child.mjs';
import { requireFreeSpace } from './disk-space.mjs';
import { Failure, reportFailure } from './failure.mjs';
import { explainSystemError } from './failure-causes.mjs';
import { withLock } from './lock.mjs';
import { installPackages, packagesAreReady } from './npm-packages.mjs';
import { localFolder, node24, projectEnvironment, root, toolNames, usualToolNames } from './project.mjs';
import { toolsAreReady } from './tool-stamp.mjs';

/** @typedef {import('./project.mjs').ToolName} ToolName */

/** Measured, with what npm and uv keep in their caches: the npm packages, and the Python tools. */
const neededBytes = { packages: 800e6, tools: 700e6 };

/** Runs a script with its arguments, and ends this process as the script ends. @param {readonly string[]} args */
export async function launch(args) {
  const { tools, script } = readTools(args);
  try {
    const isReady = packagesAreReady() && toolsAreReady(tools);
    const lock = path.join(localFolder, 'set-up.lock');
    const failed = isReady ? undefined : await withLock(lock, (handOn) => setUp(tools, handOn));
    endLike(failed ?? (await runOnNode24(script)));
  } catch (error) {
    reportFailure(explainSystemError(error, root));
  }
}

/** Which Python tools a script needs: the usual ones, unless `--tools=` comes before it. @param {readonly string[]} args */
function readTools(args) {
  const [, asked] = args[0]?.match(/^--tools=(.+)$/) ?? [];
  if (asked === undefined) return { tools: usualToolNames, script: args };
  return { tools: toolNames.filter((name) => asked.split(',').includes(name)), script: args.slice(1) };
}

/**
 * @param {readonly ToolName[]} tools
 * @param {(pid: number) => void} handOn
 * @returns {Promise<import('./child.mjs').End | undefined>} how a part ended that did not succeed and has said why
 */
async function setUp(tools, handOn) {
  // Looked at again: another set-up, for which we waited, may have done all of it.
  const missing = { packages: !packagesAreReady(), tools: !toolsAreReady(tools) };
  requireFreeSpace(
    root,
    (missing.packages ? neededBytes.packages : 0) + (missing.tools ? neededBytes.tools : 0),
  );
  if (missing.packages) {
    const end = await installPackages(handOn);
    if (end.status !== 0) return end;
  }
  if (missing.tools) {
    const end = await runOnNode24(['local/set-up/python-tools.ts', ...tools], handOn);
    if (end.status !== 0) return end;
  }
}

/** @param {readonly string[]} args @param {(pid: number) => void} [started] */
async function runOnNode24(args, started) {
  // npm does the same: scripts run in the project's folder, and find where the user is in INIT_CWD.
  const env = { INIT_CWD: process.cwd(), ...projectEnvironment() };
  const withTypeScript = ['--import', import.meta.resolve('tsx'), ...args];
  try {
    return await runChild(node24, withTypeScript, { cwd: root, env }, started);
  } catch (error) {
    const problem = `Needs a Node 24 for this system (${process.platform} ${process.arch}), but ${node24} cannot be started.`;
    const fix = 'rm -rf node_modules   # then run this again (on Alpine Linux: it needs glibc)';
    throw new Failure({ code: 'node-not-runnable', problem, fix }, { cause: error });
  }
}
