/** Finds options that a user typed without `--` before them. npm takes them for itself, and the script does not get them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { NPM_COMMAND_LINE } from './npm-command-line.mjs';

/** @typedef {import('node:util').ParseArgsOptionsConfig} OptionTable */

/**
 * @typedef {object} Typed
 * @property {readonly string[]} args the arguments that the script got
 * @property {OptionTable} options the options of the command, or none for a command that passes them to another program
 * @property {NodeJS.ProcessEnv} [env]
 */

/** npm has options with the same names, and sets no variable for them. */
const WITHOUT_VARIABLE = ['local', 'also', 'only', 'save', 'format'];

/** @param {string} script its name in package.json */
export function npmCommand(script) {
  return script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`;
}

/**
 * @param {string} script its name in package.json @param {Typed} typed
 * @throws {Failure} with the command as it should be typed
 */
export function refuseSwallowedOptions(script, typed) {
  const { env = process.env } = typed;
  const line = env[NPM_COMMAND_LINE];
  // Without this variable, npm did not start the script.
  if (line === undefined) return;
  const known = line === '' ? undefined : JSON.parse(line);
  const found = known ? inCommandLine(known, typed, env) : inVariables(typed, env);
  if (found.swallowed.length === 0) return;
  const command = npmCommand(env.npm_lifecycle_event || script);
  const names = found.swallowed.join(', ');
  throw new Failure({
    code: 'npm-took-options',
    problem: `npm took ${names} for itself, because there is no -- before it. Nothing was done.`,
    fix: [command, '--', ...found.args.map(quoted)].join(' ') + (found.note ?? ''),
  });
}

/** @typedef {{ swallowed: string[], args: string[], note?: string }} Swallowed */

/**
 * @param {readonly string[]} line @param {Typed} typed @param {NodeJS.ProcessEnv} env
 * @returns {Swallowed}
 */
function inCommandLine(line, { args, options }, env) {
  const end = line.includes('--') ? line.indexOf('--') : line.length;
  const words = line.slice(0, end);
  const ofScript = words.indexOf(env.npm_lifecycle_event ?? '');
  if (ofScript >= 0) words.splice(ofScript, 1);
  const received = [...args];
  /** @type {Swallowed} */ const found = { swallowed: [], args: [] };
  while (words.length > 0) {
    const name = takeOption(words, options, npmTables(env));
    if (name !== undefined) {
      found.swallowed.push(name);
      found.args.push(name, ...takeValue(words, options[name.slice(2)]?.type, received));
      continue;
    }
    // A word that is neither an option nor the value of an npm option reached the script.
    const at = received.indexOf(words.shift() ?? '');
    if (at >= 0) found.args.push(...received.splice(at, 1));
  }
  found.args.push(...line.slice(end + 1));
  return found;
}

/**
 * Takes the next word if it is an option for the script.
 * @param {string[]} words @param {OptionTable} options @param {ReturnType<typeof npmTables>} npm
 */
function takeOption(words, options, { definitions, shorthands }) {
  const expanded = Object.keys(options).find((key) => isNext(shorthands[key]));
  if (expanded !== undefined) {
    words.splice(0, shorthands[expanded]?.length);
    return `--${expanded}`;
  }
  const [word = ''] = words;
  if (!/^--?[a-z]/i.test(word)) return undefined;
  const name = word.replace(/^--?/, '');
  const isUnknown = definitions && !(name.replace(/^no-/, '') in definitions) && !(name in shorthands);
  const long = options[name] ? name : Object.keys(options).find((key) => options[key]?.short === name);
  if (long === undefined && !isUnknown) return undefined;
  words.shift();
  return long === undefined ? word : `--${long}`;

  /** @param {readonly string[] | undefined} sequence */
  function isNext(sequence) {
    return sequence?.every((word, index) => words[index] === word) ?? false;
  }
}

/**
 * npm passes the word after an unknown option to the script, and keeps the word after an option that it knows.
 * @param {string[]} words @param {string | undefined} type of the option @param {string[]} received
 */
function takeValue(words, type, received) {
  const [next] = words;
  if (next === undefined || next.startsWith('-')) return [];
  const at = received.indexOf(next);
  if (type === 'string' || (type === undefined && at < 0 && next !== 'true')) {
    if (at >= 0) received.splice(at, 1);
    return words.splice(0, 1);
  }
  if (next === 'true') words.shift();
  return [];
}

/**
 * Uses npm's variables when npm keeps no log. They do not show the order, or which value belongs to which option.
 * @param {Typed} typed @param {NodeJS.ProcessEnv} env @returns {Swallowed}
 */
function inVariables({ args, options }, env) {
  const configured = keysOfNpmrc(env);
  const names = Object.keys(options).filter((name) => {
    const value = env[`npm_config_${name.replaceAll('-', '_')}`];
    return value && !configured.has(name) && !args.includes(`--${name}`);
  });
  const swallowed = names.map((name) => `--${name}`);
  const valueless = names.filter((name) => valuesOf(name).includes('true'));
  const rest = [...args];
  const meant = names.flatMap((name) =>
    options[name]?.type === 'string'
      ? valuesOf(name).flatMap((value) => withValue(name, value))
      : [`--${name}`],
  );
  const unseen = WITHOUT_VARIABLE.filter((name) => options[name]).map((name) => `--${name}`);
  const note = unseen.length > 0 ? `   # and ${unseen.join(', ')}, if you typed any of them` : '';
  return { swallowed, args: [...meant, ...rest], note };

  /** @param {string} name */
  function valuesOf(name) {
    return env[`npm_config_${name.replaceAll('-', '_')}`]?.split('\n\n') ?? [];
  }

  /** npm sets `true` when a space separates the value, and passes the value to the script. @param {string} name @param {string} value */
  function withValue(name, value) {
    if (value !== 'true') return [`--${name}`, value];
    const strings = valueless.filter((one) => options[one]?.type === 'string');
    return [`--${name}`, strings.length === 1 ? (rest.shift() ?? 'VALUE') : 'VALUE'];
  }
}

/** Lists the names in npm's configuration files, because the user did not type these. @param {NodeJS.ProcessEnv} env */
function keysOfNpmrc({ npm_config_userconfig, npm_config_globalconfig, npm_config_local_prefix }) {
  const project = npm_config_local_prefix && path.join(npm_config_local_prefix, '.npmrc');
  const files = [npm_config_userconfig, npm_config_globalconfig, project];
  return new Set(files.flatMap((file) => (file ? keysIn(file) : [])));
}

/** @param {string} file */
function keysIn(file) {
  try {
    return [...readFileSync(file, 'utf8').matchAll(/^\s*([\w-]+)\s*(?:=|$)/gm)].map(([, key = '']) => key);
  } catch {
    return [];
  }
}

/**
 * Reads npm's own options and shorthands. If npm's files are in another place, it returns only the most important shorthand.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ definitions?: object, shorthands: Readonly<Record<string, readonly string[]>> }}
 */
function npmTables({ npm_execpath: npm = '' }) {
  try {
    const file = path.resolve(path.dirname(npm), '../node_modules/@npmcli/config/lib/definitions/index.js');
    return createRequire(import.meta.url)(file);
  } catch {
    return { shorthands: { local: ['--no-global'] } };
  }
}

/** @param {string} word */
function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
