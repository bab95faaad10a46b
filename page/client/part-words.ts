import type { Arrow, Part } from '../state.ts';
import { counted, inTime } from './format.ts';

/** Says the counts of a part in words: `2 waiting`, `1 in flight`. Zeros are said only where they answer a question. */
export function countWords({ id, counts }: Part): string[] {
  const words: string[] = [];
  const isDeadLetters = id.startsWith('dead-letters');
  const say = (count: number | undefined, noun: (count: number) => string, evenZero = false) => {
    if (count !== undefined && (count > 0 || evenZero)) words.push(noun(count));
  };
  if (isDeadLetters) say(counts.waiting, (count) => counted(count, 'dead letter'), true);
  else say(counts.waiting, (count) => `${count} waiting`, true);
  say(counts.inFlight, (count) => `${count} in flight`);
  say(counts.delayed, (count) => `${count} delayed`);
  say(counts.running, (count) => `${count} running`);
  say(counts.invocations, (count) => counted(count, 'run'), true);
  say(counts.errors, (count) => counted(count, 'error'));
  if (counts.lastDurationMs !== undefined) words.push(`last ${inTime(counts.lastDurationMs)}`);
  say(counts.objects, (count) => counted(count, 'object'), true);
  say(counts.published, (count) => `${count} published`, true);
  return words;
}

/** Says whether a part or an arrow exists. */
export function existsWords({ exists, task }: Pick<Part | Arrow, 'exists' | 'task'>): string {
  if (exists === 'yes') return 'exists';
  if (exists === 'unknown') return 'could not be looked at';
  return task === null ? 'does not exist' : `does not exist yet: task ${task.id}`;
}

/** Whether something about a part deserves attention. */
export function isTroubled({ id, counts, notes }: Part): boolean {
  return (
    notes.length > 0 ||
    (counts.errors ?? 0) > 0 ||
    (id.startsWith('dead-letters') && (counts.waiting ?? 0) > 0)
  );
}
