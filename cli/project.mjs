/** The paths of the project and of the tools that its set-up installs. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The project's own folder for generated files. git ignores it. */
export const localFolder = path.join(root, '.local');

export const logsFolder = path.join(localFolder, 'logs');

/** Executables of the npm packages. */
export const packageBin = path.join(root, 'node_modules/.bin');

/** Node with the major version of the Lambda runtime. One of the optional dependencies contains it for this system. */
export const node24 = path.join(packageBin, 'node');

/**
 * Arguments with which Node runs TypeScript in the project's folder. tsx converts only ES modules. Node loads the packages that are
 * CommonJS by itself, which is faster, and its compile cache can hold them.
 */
export const typeScriptArguments = ['--import', 'tsx/esm'];

/** The set-up compresses the WebAssembly of libvips into this file. `sam build` copies the file into the artifacts. */
export const compressedLibvips = path.join(root, 'node_modules/.libvips/vips.wasm.zst');

/** The Python tools. Each has its own virtual environment, because they require different versions of botocore. */
export const toolNames = /** @type {const} */ ([
  'sam',
  'ministack',
  'aws',
  'cfn-lint',
  'checkov',
  'guard',
  'pip-audit',
]);

/** @typedef {typeof toolNames[number]} ToolName */

/** The name of an environment in `.local/tools`: a tool, or uv, which installs the tools. @typedef {ToolName | 'uv'} EnvironmentName */

/** The tools that tests need. A script names its own tools with `--tools=`. */
export const testToolNames = /** @type {const} @satisfies {readonly ToolName[]} */ ([
  'sam',
  'ministack',
  'aws',
]);

/** @param {EnvironmentName} name */
export function toolFolder(name) {
  return path.join(localFolder, 'tools', name);
}

/** Returns the path of a tool, or of another executable in its environment, such as `python`. @param {EnvironmentName} name */
export function toolCommand(name, executable = /** @type {string} */ (name)) {
  return path.join(toolFolder(name), 'bin', executable);
}

/** Returns the file with the locked requirements of a tool and their hashes. @param {EnvironmentName} name */
export function requirementsFile(name) {
  return path.join(root, 'cli/set-up/requirements', `${name}.txt`);
}

/**
 * Returns an environment that finds the project's commands and Node 24 first, and that uses no proxy for this machine.
 * Python keeps its compiled code, because SAM takes twice as long to start without it. Node keeps its own for the same reason.
 */
export function projectEnvironment() {
  const PATH = [packageBin, process.env.PATH].join(path.delimiter);
  const direct = directHosts();
  // Some tools read only one of the two spellings.
  return {
    ...process.env,
    PATH,
    NO_PROXY: direct,
    no_proxy: direct,
    PYTHONDONTWRITEBYTECODE: '',
    NODE_COMPILE_CACHE: path.join(localFolder, 'compile-cache'),
  };
}

/** Adds this machine to the user's list of hosts without a proxy. */
function directHosts() {
  const own = (process.env.NO_PROXY || process.env.no_proxy || '').split(',').filter(Boolean);
  return [...new Set([...own, '127.0.0.1', 'localhost'])].join(',');
}
