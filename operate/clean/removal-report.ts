import wrapAnsi from 'wrap-ansi';
import { cleanText } from '../../cli/clean-text.mjs';
import type { Removed } from './remove-all.ts';

/** Describes what was removed and what is left, for a terminal with 80 columns. */
export function renderRemoval({ removed, left }: Removed, isStopped: boolean): string {
  const stopped = isStopped ? ' Stopped. Run the command again to remove the rest.' : '';
  return [
    `${removed} of ${removed + left.length} removed.${stopped}`,
    ...left.map(({ what, why }) => wrapAnsi(cleanText(`✗ ${what}: ${why}`), 80)),
  ].join('\n');
}
