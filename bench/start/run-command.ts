import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLeashed, stopLeashed } from '../../cli/leashed.ts';
import { secondsOfTree } from '../processes.ts';
import type { TimedLine } from './steps.ts';

/** The course of a command. Times are seconds since its start. */
export interface CommandRun {
  seconds: number;
  stdout: TimedLine[];
  stderr: TimedLine[];
  /** How many processors it and all that it started kept busy, over and over. */
  busy: { from: number; to: number; processors: number }[];
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

export interface CommandOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** It is done when it says this, and stays up; else when it ends. */
  until?: RegExp;
}

const BETWEEN_SAMPLES_MS = 250;

/** Runs a command. @throws Error with the end of its output when it fails. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, until }: CommandOptions,
): Promise<CommandRun> {
  const startedAt = performance.now();
  const now = () => (performance.now() - startedAt) / 1000;
  const child = startLeashed(command, args, { cwd, env, stdout: 'pipe', stderr: 'pipe' }, 'SIGINT');
  const lines = { stdout: [] as TimedLine[], stderr: [] as TimedLine[] };
  const said = new Promise<'up'>((resolve) => {
    for (const name of ['stdout', 'stderr'] as const)
      createInterface({ input: child[name] }).on('line', (text) => {
        lines[name].push({ at: now(), text });
        if (until?.test(text)) resolve('up');
      });
  });
  let isDone = false;
  const busy = sample(child.pid ?? 0, now, () => isDone);
  const end = await Promise.race([said, child]);
  const seconds = now();
  isDone = true;
  // What was to stay up has failed when it ends, whatever its status.
  if (end !== 'up' && (end.exitCode !== 0 || until !== undefined)) {
    const told = [...lines.stdout, ...lines.stderr].slice(-15).map(({ text }) => text);
    throw new Error(`'${command} ${args.join(' ')}' failed:\n${told.join('\n')}`);
  }
  const stop = () => stopLeashed(child);
  return { seconds, ...lines, busy: await busy, stop };
}

async function sample(pid: number, now: () => number, isDone: () => boolean): Promise<CommandRun['busy']> {
  const busy: CommandRun['busy'] = [];
  let last = { at: now(), seconds: secondsOfTree(pid) };
  while (!isDone()) {
    await sleep(BETWEEN_SAMPLES_MS);
    const next = { at: now(), seconds: secondsOfTree(pid) };
    const processors = Math.max(0, next.seconds - last.seconds) / (next.at - last.at);
    busy.push({ from: last.at, to: next.at, processors });
    last = next;
  }
  return busy;
}
