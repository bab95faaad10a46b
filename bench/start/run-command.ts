import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { secondsOfTree } from '../processes.ts';
import type { TimedLine } from './steps.ts';

/** How a command went. Times are seconds since it began. */
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

/** @throws Error when it fails, with the end of what it said. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, until }: CommandOptions,
): Promise<CommandRun> {
  const startedAt = performance.now();
  const now = () => (performance.now() - startedAt) / 1000;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const lines = { stdout: [] as TimedLine[], stderr: [] as TimedLine[] };
  const said = new Promise<void>((resolve) => {
    for (const name of ['stdout', 'stderr'] as const)
      createInterface({ input: child[name] }).on('line', (text) => {
        lines[name].push({ at: now(), text });
        if (until?.test(text)) resolve();
      });
  });
  let isDone = false;
  const ended = once(child, 'close');
  const busy = sample(child.pid ?? 0, now, () => isDone);
  await Promise.race([said, ended]);
  const seconds = now();
  isDone = true;
  const failed = child.exitCode !== null ? child.exitCode !== 0 : until === undefined;
  if (failed || (until !== undefined && child.exitCode !== null)) {
    const end = [...lines.stdout, ...lines.stderr].slice(-15).map(({ text }) => text);
    throw new Error(`'${command} ${args.join(' ')}' failed:\n${end.join('\n')}`);
  }
  const stop = async () => {
    // npm hands it on to nobody: the whole group is asked.
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGINT');
    await ended;
  };
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
