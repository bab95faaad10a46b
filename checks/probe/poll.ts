import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** How long to look, at most. */
  milliseconds: number;
  /** Ends it early. */
  signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;

/** Looks at once and then ever more seldom, until there is an answer (not undefined) or the patience is over. */
export async function poll<T>(
  look: () => Promise<T | undefined>,
  { milliseconds, signal }: Patience,
): Promise<T | undefined> {
  const deadline = performance.now() + milliseconds;
  for (let pause = FIRST_PAUSE_MS; !signal?.aborted; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await look();
    if (answer !== undefined) return answer;
    const left = deadline - performance.now();
    if (left <= 0) return undefined;
    await pauseFor(Math.min(pause, left), signal);
  }
  return undefined;
}

/** Is over earlier when the signal is aborted. */
export async function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {});
}
