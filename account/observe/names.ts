import { OUTPUT_NAMES, type OutputName } from '../../lab/output-names.ts';

export const TOPIC_PREFIX = 'resize-image-topic-';

export const ROLE_NAMES = { custom: 'CustomExecutionRole', lab: 'LabExecutionRole' } as const;

/**
 * Finds the suffix that the template's parameter NameSuffix added to one of the lab's names.
 * @returns empty for the lab's own name, `-two` for `thumbnail-queue-two`, undefined for any other name.
 */
export function suffixOf(name: string, labsOwn: string): string | undefined {
  if (!name.startsWith(labsOwn)) return undefined;
  const rest = name.slice(labsOwn.length).replace(/\.fifo$/, '');
  return /^(-[a-z0-9]+)*$/.test(rest) ? rest : undefined;
}

/** Finds the suffix of a topic's name: `-two` for `resize-image-topic-2718-two`. */
export function suffixOfTopic(name: string): string {
  return /^resize-image-topic-\d{4}((?:-[a-z0-9]+)+)$/.exec(name)?.[1] ?? '';
}

/** Tells whether a name could be a misspelling or a part of another name. Case, digits and hyphens do not matter. */
export function resembles(name: string, wanted: string): boolean {
  const [one, other] = [lettersOf(name), lettersOf(wanted)];
  if (one.length < 5) return false;
  return one.includes(other) || other.startsWith(one) || distance(one, other) <= Math.floor(other.length / 5);
}

/** Checks whether a name resembles the name of the same part at another output. */
export function resemblesOther(
  name: string,
  output: OutputName,
  nameOf: (other: OutputName) => string,
): boolean {
  return OUTPUT_NAMES.some((other) => other !== output && resembles(name, nameOf(other)));
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** The Levenshtein distance: how many letters to insert, delete or replace. */
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
