import type { End } from '../facts.ts';
import { endNames } from '../tasks/ends.ts';

export const TOPIC_PREFIX = 'resize-image-topic-';

export const ROLE_NAMES = { custom: 'CustomExecutionRole', lab: 'LabExecutionRole' } as const;

/**
 * What our template's parameter NameSuffix added to a name of the lab.
 * @returns empty for the lab's own name, `-two` for `thumbnail-queue-two`; undefined for any other name.
 */
export function suffixOf(name: string, labsOwn: string): string | undefined {
  if (!name.startsWith(labsOwn)) return undefined;
  const rest = name.slice(labsOwn.length).replace(/\.fifo$/, '');
  return /^(-[a-z0-9]+)*$/.test(rest) ? rest : undefined;
}

/** The same of a topic: `-two` for `resize-image-topic-2718-two`. */
export function suffixOfTopic(name: string): string {
  return /^resize-image-topic-\d{4}((?:-[a-z0-9]+)+)$/.exec(name)?.[1] ?? '';
}

/** Whether a name could be a misspelling of another, or a part of it. Case, digits, hyphens do not count. */
export function resembles(name: string, wanted: string): boolean {
  const [one, other] = [lettersOf(name), lettersOf(wanted)];
  if (one.length < 5) return false;
  return one.includes(other) || other.startsWith(one) || distance(one, other) <= Math.floor(other.length / 5);
}

/** Whether a name is, or resembles, what the lab calls the thing at the other end. */
export function isOfOtherEnd(name: string, end: End, kind: 'queue' | 'functionName'): boolean {
  return resembles(name, endNames[endNames[end].other][kind]);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** Levenshtein's: how many letters to insert, delete or replace. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, wanted] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
