/**
 * Runs the set-up if something is missing, and then the script on Node 24. It is plain JavaScript, because it runs before any
 * package is installed.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { endLike, runChild } from '../child.mjs';
import { requireFreeSpace } from '../disk-space.mjs';
import { Failure, reportFailure } from '../failure.mjs';
import { explainSystemError } from '../failure-causes.mjs';
import { withLock } from '../lock.mjs';
import { isRunByNpm, NPM_COMMAND_LINE, readNpmCommandLine } from '../npm-command-line.mjs';
import {
  compressedLibvips,
  localFolder,
  node24,
  projectEnvironment,
  root,
  testToolNames,
  toolNames,
  typeScriptArguments,
} from '../project.mjs';
import { refuseSwallowedOptions } from '../swallowed-options.mjs';
import { installPackages, packagesAreReady } from './npm-packages.mjs';
import { isTestRun, testVariables, withTestFiles } from './test-files.mjs';
import { toolsAreReady } from './tool-stamp.mjs';

/** @typedef {import('../project.mjs').EnvironmentName} EnvironmentName */

/**
 * One part of the set-up.
 * @typedef {object} Step
 * @property {() => boolean} isReady
 * @property {number} bytes disk space that it needs
 * @property {(handOn: (pid: number) => void) => Promise<import('../child.mjs').End>} make
 */

/** The measured disk space of the npm packages and the Python tools, including the caches of npm and uv. */
const neededBytes = { packages: 800e6, tools: 700e6 };

/** Runs a script with its arguments, and ends this process as the script ends. @param {readonly string[]} args */
export async function launch(args) {
  const { tools, script } = readTools(args);
  try {
    tellCommandLine(script);
    const steps = stepsFor(tools);
    const isReady = steps.every((step) => step.isReady());
    const lock = path.join(localFolder, 'set-up.lock');
    const failed = isReady ? undefined : await withLock(lock, (handOn) => setUp(steps, handOn));
    endLike(failed ?? (await runScript(script)));
  } catch (error) {
    reportFailure(explainSystemError(error, root));
  }
}

/**
 * Passes the command line of npm to the script, which knows its own options. The options of Node's test runner are checked here.
 * @param {readonly string[]} script with its arguments
 */
function tellCommandLine([script = '', ...args]) {
  delete process.env[NPM_COMMAND_LINE];
  if (!isRunByNpm(script)) return;
  process.env[NPM_COMMAND_LINE] = JSON.stringify(readNpmCommandLine(script)) ?? '';
  if (isTestRun(script)) refuseSwallowedOptions('test', { args, options: {} });
}

/** Reads which Python tools a script needs. `--tools=` names them before the script, and tests have a fixed list. @param {readonly string[]} args */
function readTools(args) {
  const [, asked] = args[0]?.match(/^--tools=(.+)$/) ?? [];
  if (asked === undefined) return { tools: isTestRun(args[0] ?? '') ? testToolNames : [], script: args };
  const names = /** @type {const} */ (['uv', ...toolNames]);
  return { tools: names.filter((name) => asked.split(',').includes(name)), script: args.slice(1) };
}

/** Lists the parts that must be ready before a script runs, in order. @param {readonly EnvironmentName[]} tools @returns {Step[]} */
function stepsFor(tools) {
  return [
    { isReady: packagesAreReady, bytes: neededBytes.packages, make: installPackages },
    {
      isReady: () => existsSync(compressedLibvips),
      bytes: 0,
      make: (handOn) => runOnNode24(['cli/set-up/compress-libvips.mjs'], handOn),
    },
    {
      isReady: () => toolsAreReady(tools),
      bytes: neededBytes.tools,
      make: (handOn) => runOnNode24(['cli/set-up/python-tools.ts', ...tools], handOn),
    },
  ];
}

/**
 * @param {readonly Step[]} steps
 * @param {(pid: number) => void} handOn
 * @returns {Promise<import('../child.mjs').End | undefined>} the end of a part that failed and has printed the reason
 */
async function setUp(steps, handOn) {
  // Another set-up, for which this one waited, can have finished everything.
  const missing = steps.filter(({ isReady }) => !isReady());
  requireFreeSpace(
    root,
    missing.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const { isReady, make } of missing) {
    if (isReady()) continue;
    const end = await make(handOn);
    if (end.status !== 0) return end;
  }
}

/** @param {readonly string[]} script with its arguments */
function runScript(script) {
  Object.assign(process.env, testVariables(script[0] ?? ''));
  return runOnNode24(withTestFiles(script));
}

/** @param {readonly string[]} args @param {(pid: number) => void} [started] */
async function runOnNode24(args, started) {
  // As in npm, scripts run in the project's folder and find the user's folder in INIT_CWD.
  const env = {
    INIT_CWD: process.cwd(),
    ...projectEnvironment(),
  };
  try {
    return await runChild(node24, [...typeScriptArguments, ...args], { cwd: root, env }, started);
  } catch (error) {
    const problem = `Expected a Node 24 for this system (${process.platform} ${process.arch}), but ${node24} cannot be started.`;
    const fix =
      'rm -rf node_modules   # then run this again. Alpine Linux is not supported, because Node needs glibc';
    throw new Failure({ code: 'node-not-runnable', problem, fix }, { cause: error });
  }
}
