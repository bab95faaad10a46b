import type { TokenState } from './state.ts';

/**
 * Says the state of a message in words, with its countdown.
 * @param now on the clock of the server.
 * @example
 * tokenWords({ kind: 'backing-off', attempt: 2, of: 5, until: 9000, why: 'It failed' }, 5000); // attempt 2 of 5 failed, backing off: next try in 4 s
 */
export function tokenWords(state: TokenState, now: number): string {
  switch (state.kind) {
    case 'passing':
      return 'on its way';
    case 'waiting':
      return 'waiting';
    case 'delayed':
      return `delayed: visible in ${secondsLeft(state.until, now)}`;
    case 'in-flight':
      return `in flight: ${attemptOf(state)}, visible again in ${secondsLeft(state.until, now)}`;
    case 'backing-off':
      return `${attemptOf(state)} failed, backing off: next try in ${secondsLeft(state.until, now)}`;
    case 'dead-letter':
      return `dead letter after ${state.attempts === 1 ? '1 attempt' : `${state.attempts} attempts`}`;
    case 'done':
      return 'done';
    case 'lost':
      return `lost: ${state.why}`;
  }
}

function attemptOf({ attempt, of }: { attempt: number; of: number | null }): string {
  return of === null ? `attempt ${attempt}` : `attempt ${attempt} of ${of}`;
}

function secondsLeft(until: number, now: number): string {
  return `${Math.max(0, Math.ceil((until - now) / 1000))} s`;
}
