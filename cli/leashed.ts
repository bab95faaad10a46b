import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { execa, type Options } from 'execa';
import { node24, root } from './project.mjs';

const LEASH = path.join(root, 'cli/leash.mjs');

interface Leashed extends Promise<unknown> {
  stdin: { end(): unknown } | null;
}

const running = new Set<Leashed>();

/**
 * Starts a command that ends together with this process, however this process ends. Its children end too. `stopLeashed` ends
 * it earlier.
 * @param signal the signal that ends the command cleanly.
 * @param secondsToEnd seconds after which the command is killed.
 */
export function startLeashed<const T extends Options>(
  command: string,
  args: readonly string[],
  options: T,
  signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM',
  secondsToEnd = 3,
) {
  const leashed = execa(node24, [LEASH, signal, String(secondsToEnd), command, ...args], {
    ...options,
    stdin: 'pipe',
    detached: true,
    extendEnv: false,
    reject: false,
    cleanup: false,
  });
  // When the leash itself was killed, its children are still running. Their group has the process id of the leash.
  // (The result of execa is a child process, but its generic type hides that here.)
  (leashed as unknown as ChildProcess).once('exit', () => endGroup(leashed.pid));
  running.add(leashed);
  void leashed.finally(() => running.delete(leashed));
  return leashed;
}

/** Ends a command and its children, and waits until they have ended. */
export async function stopLeashed(leashed: Leashed): Promise<void> {
  leashed.stdin?.end();
  await leashed;
}

/** Ends all commands that this process has started with a leash. */
export async function stopAllLeashed(): Promise<void> {
  await Promise.all([...running].map(stopLeashed));
}

function endGroup(id: number | undefined): void {
  try {
    if (id !== undefined) process.kill(-id, 'SIGKILL');
  } catch {
    // The group is empty.
  }
}
