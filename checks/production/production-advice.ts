import { ENDS, type End, type Facts, type ForEachEnd, type Seen } from '../facts.ts';
import type { Advice } from '../step.ts';
import { foundIn } from '../tasks/found.ts';

/** The workbook's section on it. */
export const PRODUCTION_GUIDE = 'lab/README.md#beyond-the-lab-what-production-needs';

/**
 * Makes advice on what the lab does not ask for.
 * @param anchor of the heading in that section that explains it, when there is one.
 */
export function productionAdvice({
  anchor,
  ...texts
}: Omit<Advice, 'group' | 'guide'> & { anchor?: string }): Advice {
  const guide = anchor === undefined ? PRODUCTION_GUIDE : `lab/README.md#${anchor}`;
  return { ...texts, group: 'production', guide };
}

/**
 * One advice on all of the things that lack something: none, when none does.
 * @param names of those things.
 * @param advise takes them as they stand in a sentence: `thumbnail-queue and mobile-queue`.
 */
export function adviseOn(
  names: readonly string[],
  advise: (names: string) => Parameters<typeof productionAdvice>[0],
): Advice[] {
  return names.length === 0 ? [] : [productionAdvice(advise(inWords(names)))];
}

/** `a`, `a and b`, `a, b and c`; each once. */
export function inWords(names: readonly string[]): string {
  const each = [...new Set(names)];
  const last = each.pop() ?? '';
  return each.length === 0 ? last : `${each.join(', ')} and ${last}`;
}

/** Names of those of both ends that lack something. */
export function namesOf<T extends { name: string }>(
  both: ForEachEnd<Seen<T>>,
  lacks: (value: T, end: End) => boolean | undefined,
): string[] {
  return ENDS.flatMap((end) => {
    const value = foundIn(both[end]);
    return value !== undefined && lacks(value, end) ? [value.name] : [];
  });
}

/** Facts of a grader that looked at what production needs. */
export type Looked = Facts & Required<Pick<Facts, 'production'>>;
