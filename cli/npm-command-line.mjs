/** Reads what the user typed to npm. npm keeps options that come without `--` for itself, and its log lists them. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** The launcher passes the command line to its script in this variable, because only the launcher is a child of npm. */
export const NPM_COMMAND_LINE = 'IMAGE_LAB_NPM_COMMAND_LINE';

/**
 * Returns the arguments of the npm that runs a script. npm has expanded short options (`-y` is `--yes`) and has split
 * `--port=4567` in two.
 * @param {string} script as package.json has it, such as `checks/check.ts`
 * @param {NodeJS.ProcessEnv} env
 * @returns {readonly string[] | undefined} undefined when npm does not run this script or does not write a log
 */
export function readNpmCommandLine(script, env = process.env, npmPid = process.ppid) {
  if (!isRunByNpm(script, env)) return undefined;
  const open = logsOfProcess(npmPid);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    for (const file of open ?? newestLogs(env)) {
      const line = readCommandLine(file);
      if (line?.some((word) => word === env.npm_lifecycle_event || word === env.npm_command)) return line;
    }
    if (open === undefined || open.length === 0) return undefined;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  return undefined;
}

/** npm writes its log while it starts the script. On a busy machine, the script can be faster. */
const MOST_TRIES = 20;
const PAUSE_MS = 50;

/** Tells whether npm runs this very script. Tests run under npm too, and start other scripts. @param {string} script @param {NodeJS.ProcessEnv} env */
export function isRunByNpm(script, env = process.env) {
  return env.npm_lifecycle_script?.split(' ').includes(script) ?? false;
}

/** Lists the logs that a process has open. Undefined on systems without /proc, such as macOS. @param {number} pid */
function logsOfProcess(pid) {
  const folder = `/proc/${pid}/fd`;
  try {
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    // Another npm can have removed the log from its folder, but the open file can still be read.
    return files.filter((file) => /-debug-\d+\.log( \(deleted\))?$/.test(linkOf(file)));
  } catch {
    return undefined;
  }
}

/** @param {string} file @returns {string} an empty text when the file was closed in the meantime */
function linkOf(file) {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** @param {NodeJS.ProcessEnv} env */
function newestLogs({ npm_config_cache = '', npm_config_logs_dir }) {
  const folder = npm_config_logs_dir || path.join(npm_config_cache, '_logs');
  try {
    // The names of logs begin with the time.
    const names = readdirSync(folder).filter((name) => name.endsWith('-debug-0.log'));
    return names
      .sort()
      .slice(-5)
      .reverse()
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** @param {string} file @returns {string[] | undefined} */
function readCommandLine(file) {
  try {
    const [, words] = /^\d+ verbose argv (.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    return words === undefined ? undefined : JSON.parse(`[${words.replaceAll('" "', '","')}]`);
  } catch {
    return undefined;
  }
}
