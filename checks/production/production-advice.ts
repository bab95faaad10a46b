import type { Facts } from '../../account/facts.ts';
import { foundIn, type Seen } from '../../account/seen.ts';
import { type ForEachLabOutput, LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import type { Advice } from '../step.ts';

/** The workbook's page on production. */
export const PRODUCTION_GUIDE = 'lab/production.md';

/**
 * Makes a piece of advice about something that the lab does not ask for.
 * @param anchor of the workbook's heading that explains it, if there is one.
 */
export function productionAdvice({
  anchor,
  ...texts
}: Omit<Advice, 'group' | 'guide'> & { anchor?: string }): Advice {
  const guide = anchor === undefined ? PRODUCTION_GUIDE : `${PRODUCTION_GUIDE}#${anchor}`;
  return { ...texts, group: 'production', guide };
}

/**
 * Makes one piece of advice about all resources that lack something, and none when there are no such resources.
 * @param names of those resources.
 * @param advise receives the names as one phrase: `thumbnail-queue and mobile-queue`.
 */
export function adviseOn(
  names: readonly string[],
  advise: (names: string) => Parameters<typeof productionAdvice>[0],
): Advice[] {
  return names.length === 0 ? [] : [productionAdvice(advise(inWords(names)))];
}

/** Joins names, each once: `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
  const each = [...new Set(names)];
  const last = each.pop() ?? '';
  return each.length === 0 ? last : `${each.join(', ')} and ${last}`;
}

/** Names of the resources, of either end, that lack something. */
export function namesOf<T extends { name: string }>(
  both: ForEachLabOutput<Seen<T>>,
  lacks: (value: T, end: LabOutput) => boolean | undefined,
): string[] {
  return LAB_OUTPUT_NAMES.flatMap((end) => {
    const value = foundIn(both[end]);
    return value !== undefined && lacks(value, end) ? [value.name] : [];
  });
}

/** Facts of a grader that also looked at what production needs. */
export type Looked = Facts & Required<Pick<Facts, 'production'>>;
