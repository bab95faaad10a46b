/** Checks whether all locked npm packages are installed, and installs them with `npm ci`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runChild } from '../child.mjs';
import { Failure } from '../failure.mjs';
import { explainFailure } from '../failure-causes.mjs';
import { logsFolder, node24, packageBin, root } from '../project.mjs';

/** @typedef {{ version?: string, optional?: boolean, peer?: boolean }} LockedPackage */

/** Compares npm's record of the installed packages with package-lock.json. */
export function packagesAreReady() {
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (![node24, record].every((file) => existsSync(file))) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn(path.join(root, 'package-lock.json'))).every(
    ([folder, { version, optional, peer }]) => {
      const found = installed[folder];
      // A package for another system can be missing. A package for this system can be out of date.
      return folder === '' || (found ? found.version === version : optional || peer);
    },
  );
}

/**
 * Installs the packages and shows npm's progress. Throws a Failure that names the cause.
 * @param {(pid: number) => void} started gets the process id of npm
 * @returns {Promise<import('../child.mjs').End>}
 */
export async function installPackages(started) {
  requireNpm();
  const begin = Date.now();
  console.error('Installing the npm packages (500 MB, once) …');
  const end = await runChild('npm', npmArguments, { cwd: root, env: systemEnvironment() }, started);
  if (end.asked) return end;
  if (end.status !== 0) throw explainFailure('npm ci', logsSince(begin), { log: npmLogs, folder: root });
  if (!existsSync(node24)) throw nodeMissing();
  console.error(`Installed the npm packages in ${Math.round((Date.now() - begin) / 1000)} s.`);
  return end;
}

const npmLogs = path.join(logsFolder, 'npm');

// --include: NODE_ENV=production and the user's `omit` would leave out needed packages.
// --ignore-scripts: no package runs its own code during the installation.
const npmArguments = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--ignore-scripts',
  '--prefer-offline',
  '--no-fund',
  '--no-audit',
  '--loglevel=error',
  `--logs-dir=${npmLogs}`,
];

/**
 * Removes the project's own Node from PATH, because npm must not run on the binary that it replaces.
 * @returns {NodeJS.ProcessEnv}
 */
function systemEnvironment() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== packageBin);
  return { ...process.env, PATH: folders.join(path.delimiter) };
}

function nodeMissing() {
  return new Failure({
    code: 'no-node-for-system',
    problem: `Expected a package with Node 24 for this system (${process.platform} ${process.arch}) in package.json, found none.`,
    fix: 'use Linux or macOS on x64 or arm64 (on Windows: WSL)',
  });
}

/** Asks npm for its version, so that a missing npm is reported first. */
function requireNpm() {
  try {
    execFileSync('npm', ['--version'], { cwd: root, env: systemEnvironment(), stdio: 'ignore' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const problem = `Expected npm, which comes with Node, found none on PATH (Node is ${process.execPath}).`;
    const fix =
      process.platform === 'darwin'
        ? 'brew install node'
        : "sudo apt install npm   # or your system's command";
    throw new Failure({ code: 'npm-missing', problem, fix });
  }
}

/** Reads the logs of npm. @param {number} since milliseconds since 1970 */
function logsSince(since) {
  mkdirSync(npmLogs, { recursive: true });
  const files = readdirSync(npmLogs).map((name) => path.join(npmLogs, name));
  const recent = files.filter((file) => statSync(file).mtimeMs >= since - 1000);
  return recent.map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** @param {string} lockFile @returns {Record<string, LockedPackage>} */
function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
