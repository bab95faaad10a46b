import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageBin, root } from '../../cli/project.mjs';
import { goFirst } from '../lambda/hold.ts';
import { type CommandRun, runCommand } from './run-command.ts';
import { type Step, stepsOfCheck, stepsOfStart } from './steps.ts';

/** The steps of one command, with seconds since its start. */
export interface Timeline {
  command: string;
  seconds: number;
  steps: Step[];
  busy: CommandRun['busy'];
}

export interface StartOptions {
  short: boolean;
}

/**
 * Measures the first commands of a newcomer in a new clone with empty caches: clone and start, start again, and grade. The clone
 * has the committed files. The short form starts and grades in this folder, where everything is installed.
 * @throws Error when one of the commands fails.
 */
export async function measureStart(
  { short }: StartOptions,
  say: (line: string) => void,
): Promise<Timeline[]> {
  // What it starts inherits it.
  const stepBack = goFirst();
  try {
    const env = newcomersEnvironment();
    return short ? await measureLater({ cwd: root, env }, say) : await measureAll(env, say);
  } finally {
    stepBack();
  }
}

async function measureAll(newcomers: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Timeline[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-start-'));
  const cwd = path.join(folder, 'clone');
  const env = { ...newcomers, ...emptyCaches(folder) };
  try {
    say('git clone');
    const clone = await runCommand('git', ['clone', '--quiet', '--no-local', root, cwd], {
      cwd: folder,
      env,
    });
    say('the first npm start');
    const first = await runCommand('npm', ['start', '--', '--once'], { cwd, env });
    return [afterClone(clone, first), ...(await measureLater({ cwd, env }, say))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures the start of a lab when everything is installed, and its grade. */
async function measureLater(
  options: { cwd: string; env: NodeJS.ProcessEnv },
  say: (line: string) => void,
): Promise<Timeline[]> {
  say('the second npm start');
  const start = await runCommand('npm', ['start'], { ...options, until: /^The lab is up at/ });
  try {
    say('npm run check');
    const check = await runCommand('npm', ['run', 'check', '--', '--local'], options);
    return [
      timeline('npm start', start, stepsOfStart),
      timeline('npm run check -- --local', check, (_, seconds) => stepsOfCheck(check.stderr, seconds)),
    ];
  } finally {
    await start.stop();
  }
}

/** Without what npm tells the scripts that it runs, and without the project's own Node. */
function newcomersEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_TEST|AWS_)/.test(name));
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((one) => one !== packageBin);
  return { ...Object.fromEntries(own), PATH: folders.join(path.delimiter) };
}

/** The mirrors and certificates stay the user's own. */
function emptyCaches(folder: string): NodeJS.ProcessEnv {
  const names = ['npm_config_cache', 'UV_CACHE_DIR', 'PIP_CACHE_DIR', 'XDG_CACHE_HOME', 'TMPDIR'];
  return Object.fromEntries(
    names.map((name) => {
      const made = path.join(folder, name.toLowerCase());
      mkdirSync(made);
      return [name, made];
    }),
  );
}

function timeline(
  command: string,
  run: CommandRun,
  read: (lines: CommandRun['stdout'], seconds: number) => Step[],
): Timeline {
  const lines = [...run.stdout, ...run.stderr].sort((one, other) => one.at - other.at);
  return { command, seconds: run.seconds, steps: read(lines, run.seconds), busy: run.busy };
}

/** Combines both commands, because a newcomer waits for both. */
function afterClone(clone: CommandRun, first: CommandRun): Timeline {
  const { steps, busy, seconds } = timeline('', first, stepsOfStart);
  const later = <T extends { from: number; to: number }>(one: T): T => ({
    ...one,
    from: one.from + clone.seconds,
    to: one.to + clone.seconds,
  });
  return {
    command: 'git clone … && npm start',
    seconds: clone.seconds + seconds,
    steps: [{ title: 'git clone', from: 0, to: clone.seconds }, ...steps.map(later)],
    busy: [...clone.busy, ...busy.map(later)],
  };
}
