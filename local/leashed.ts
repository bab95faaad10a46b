import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { execa, type Options } from 'execa';
import { node24, root } from './set-up/project.mjs';

const LEASH = path.join(root, 'local/leash.mjs');

interface Leashed extends Promise<unknown> {
  stdin: { end(): unknown } | null;
}

const running = new Set<Leashed>();

/**
 * Starts a command that ends with this process, however that ends, together with everything that it started.
 * To end it earlier: `stopLeashed`.
 * @param signal by which it ends tidily.
 * @param secondsToEnd after which it is ended by force.
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
  // When the leash itself was killed, what it held is still there: the group has the leash's process id.
  // (What execa gives is a child process too; its generic type hides that here.)
  (leashed as unknown as ChildProcess).once('exit', () => endGroup(leashed.pid));
  running.add(leashed);
  void leashed.finally(() => running.delete(leashed));
  return leashed;
}

/** Lets the leash go, and waits until the command and its children have ended, or were ended by force. */
export async function stopLeashed(leashed: Leashed): Promise<void> {
  leashed.stdin?.end();
  await leashed;
}

/** Ends everything that was started. */
export async function stopAllLeashed(): Promise<void> {
  await Promise.all([...running].map(stopLeashed));
}

function endGroup(id: number | undefined): void {
  try {
    if (id !== undefined) process.kill(-id, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
