/** The locked npm packages: whether they are all there, and `npm ci` when not. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runChild } from './child.mjs';
import { Failure } from './failure.mjs';
import { explainFailure } from './failure-causes.mjs';
import { compressedLibvips, logsFolder, node24, packageBin, root } from './project.mjs';

/** @typedef {{ version?: string, optional?: boolean, peer?: boolean }} LockedPackage */

/** Whether npm's own record of what it installed has all that package-lock.json wants, and what it runs last is made. */
export function packagesAreReady() {
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (![node24, record, compressedLibvips].every((file) => existsSync(file))) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn(path.join(root, 'package-lock.json'))).every(
    ([folder, { version, optional, peer }]) =>
      folder === '' || optional || peer || installed[folder]?.version === version,
  );
}

/**
 * Installs them with npm's own progress. Throws a Failure that names the reason.
 * @param {(pid: number) => void} started gets npm's process id
 * @returns {Promise<import('./child.mjs').End>}
 */
export async function installPackages(started) {
  requireInstallScripts();
  const begin = Date.now();
  console.error('Installing the npm packages (500 MB, once) …');
  const end = await runChild('npm', npmArguments, { cwd: root, env: systemEnvironment() }, started);
  if (end.asked) return end;
  if (end.status !== 0) throw explainFailure('npm ci', logsSince(begin), { log: npmLogs, folder: root });
  if (!existsSync(node24)) throw nodeMissing('npm did not complete its package `node`');
  console.error(`Installed the npm packages in ${Math.round((Date.now() - begin) / 1000)} s.`);
  return end;
}

const npmLogs = path.join(logsFolder, 'npm');

// --include=dev: NODE_ENV=production would leave out everything.
const npmArguments = [
  'ci',
  '--include=dev',
  '--prefer-offline',
  '--no-fund',
  '--no-audit',
  '--loglevel=error',
  `--logs-dir=${npmLogs}`,
];

/**
 * Without the project's own node: npm must not run on the binary that it replaces.
 * @returns {NodeJS.ProcessEnv}
 */
function systemEnvironment() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== packageBin);
  return { ...process.env, PATH: folders.join(path.delimiter) };
}

/** The npm package `node` fetches its binary in an install script. */
function requireInstallScripts() {
  if (npmSetting('ignore-scripts') === 'true')
    throw nodeMissing('your npm configuration has ignore-scripts=true');
}

/** @param {string} reason */
function nodeMissing(reason) {
  const script = process.env.npm_lifecycle_event ?? 'start';
  return new Failure({
    code: 'install-scripts-off',
    problem: `Needs Node 24 from the npm package \`node\`, whose install script fetches it, but ${reason}.`,
    fix: `npm run ${script} --ignore-scripts=false`,
  });
}

/** @param {string} name */
function npmSetting(name) {
  try {
    const options = { cwd: root, env: systemEnvironment(), encoding: /** @type {const} */ ('utf8') };
    return execFileSync('npm', ['config', 'get', name], {
      ...options,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const problem = `Needs npm, which comes with Node, but found none on PATH (Node is ${process.execPath}).`;
    const fix =
      process.platform === 'darwin' ? 'brew install node' : "sudo apt install npm   # or your system's like";
    throw new Failure({ code: 'npm-missing', problem, fix });
  }
}

/** What npm logged, and the npm that the package `node` runs in its install script. @param {number} since milliseconds since 1970 */
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
