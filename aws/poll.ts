import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from './pace.ts';

export interface Patience {
  /** The longest time to look. */
  milliseconds: number;
  /** The longest pause between two looks. By default, two seconds. */
  pauseMs?: number | undefined;
  /** Stops the search early. */
  signal?: AbortSignal | undefined;
}

/** What to expect after the probe has sent something. */
export interface Hope extends Patience {
  /** According to the facts, it cannot arrive. Then only lines that name it count. */
  isBroken: boolean;
  /** It can arrive, but no log will show it. */
  isMute: boolean;
  pace: Pace;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;

/**
 * Looks at once and then less and less often, until there is an answer (not undefined) or the time is over.
 * @returns the answer; undefined when the time is over or the signal is aborted.
 * @example
 * const picture = await poll(() => readOutput('thumbnail/cat.jpg'), { milliseconds: 20_000 });
 */
export async function poll<T>(
  look: () => Promise<T | undefined>,
  { milliseconds, signal, pauseMs = LONGEST_PAUSE_MS }: Patience,
): Promise<T | undefined> {
  const deadline = performance.now() + milliseconds;
  for (let pause = FIRST_PAUSE_MS; !signal?.aborted; pause = Math.min(pause * 1.5, pauseMs)) {
    const answer = await look();
    if (answer !== undefined) return answer;
    const left = deadline - performance.now();
    if (left <= 0) return undefined;
    await pauseFor(Math.min(pause, left), signal);
  }
  return undefined;
}

/** Pauses. The pause ends early when the signal is aborted. */
export async function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {});
}
