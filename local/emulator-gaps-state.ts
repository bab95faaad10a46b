import { readFileSync } from 'node:fs';

/**
 * MiniStack writes what it knows only as it ends, and gives up a service whose data change at that moment, where AWS writes
 * each message before it answers.
 * @param log of an emulator that has ended. @returns the services of which it kept nothing of what was new.
 */
export function stateNotKept(log: string): string[] {
  const lines = readFileSync(log, 'utf8').matchAll(/Persistence: error getting state for (\w+)/g);
  return [...lines].map(([, service = '']) => service);
}
