import { ask } from '../../cli/ask.ts';
import type { ListedQueue } from './listing.ts';

/** Asks whether to move the messages of these queues back. @param args the options as typed, to show them with `--yes`. */
export function confirmRedrive(
  full: readonly ListedQueue[],
  args: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const names = full.map(({ queue }) => queue.name).join(' and ');
  return ask(`\nMove all messages from ${names} back? [y/N] `, {
    isYes: (answer) => answer === 'y' || answer === 'yes',
    command: `npm run redrive -- ${[...args, '--yes'].join(' ')}`,
    otherwise: 'Nothing was moved',
    signal,
  });
}
