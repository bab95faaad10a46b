/** Where the project and the tools that it sets up for itself are. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The project's own ignored folder. */
export const localFolder = path.join(root, '.local');

export const logsFolder = path.join(localFolder, 'logs');

/** Executables that `npm ci` brings. */
export const packageBin = path.join(root, 'node_modules/.bin');

/** Node of the Lambda runtime's own major version, from the npm package `node`. */
export const node24 = path.join(root, 'node_modules/node/bin/node');

/** What `npm ci` makes of libvips's WebAssembly at its end; `sam build` copies it into the artifacts. */
export const compressedLibvips = path.join(root, 'node_modules/.libvips/vips.wasm.zst');

/** The Python tools: each in a virtual environment of its own, as ministack, aws-sam-cli and checkov pin different botocores. */
export const toolNames = /** @type {const} */ (['sam', 'ministack', 'cfn-lint', 'checkov', 'guard']);

/** @typedef {typeof toolNames[number]} ToolName */

/** What most scripts need. The others are for `npm run rules`, and are set up when it asks for them. */
export const usualToolNames = /** @type {const} @satisfies {readonly ToolName[]} */ (['sam', 'ministack']);

/** @param {ToolName | 'uv'} name */
export function toolFolder(name) {
  return path.join(localFolder, 'tools', name);
}

/** The executable of a tool, or another one of its environment, such as `python`. @param {ToolName | 'uv'} name */
export function toolCommand(name, executable = /** @type {string} */ (name)) {
  return path.join(toolFolder(name), 'bin', executable);
}

/** The locked requirements of a tool, with hashes. @param {ToolName | 'uv'} name */
export function requirementsFile(name) {
  return path.join(root, 'local/set-up/requirements', `${name}.txt`);
}

/** An environment in which the project's own commands and Node 24 come first. */
export function projectEnvironment() {
  return { ...process.env, PATH: [packageBin, process.env.PATH].join(path.delimiter) };
}
