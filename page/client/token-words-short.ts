import type { Token } from '../state.ts';

/**
 * Says in at most 26 characters what a message waits for. The table beside the drawing has the whole sentence.
 * @param now on the clock of the server.
 */
export function tokenWordsShort({ letter, state }: Token, now: number): string {
  if (state.kind === 'backing-off')
    return `${letter}: try ${state.attempt + 1}${ofAll(state.of)} in ${seconds(state.until, now)}`;
  if (state.kind === 'delayed') return `${letter}: delayed, ${seconds(state.until, now)} left`;
  if (state.kind === 'in-flight') return `${letter}: attempt ${state.attempt}${ofAll(state.of)}`;
  return '';
}

function ofAll(of: number | null): string {
  return of === null ? '' : ` of ${of}`;
}

function seconds(until: number, now: number): string {
  return `${Math.max(0, Math.ceil((until - now) / 1000))} s`;
}
