import { median, quantile } from 'simple-statistics';
import type { Figures } from '../tables.ts';
import type { ColdResult } from './cold.ts';

const TIMES = {
  'to load it': ({ initMs }: ColdResult) => initMs,
  'first picture': ({ firstMs }: ColdResult) => firstMs,
  'both together': ({ initMs, firstMs }: ColdResult) => initMs.map((ms, index) => ms + (firstMs[index] ?? 0)),
} as const;

/** A row for each function with medians and their ratio to sharp. */
export function coldRows(cold: readonly ColdResult[]): Figures {
  const sharp = cold.find(({ peer }) => peer === 'sharp');
  const body = cold.map((one) => [
    one.peer,
    ...Object.values(TIMES).flatMap((of) => {
      const times = sharp === undefined ? Number.NaN : median(of(one)) / median(of(sharp));
      return [spread(of(one)), times.toFixed(2)];
    }),
  ]);
  return { head: ['', ...Object.keys(TIMES).flatMap((name) => [name, '×'])], body };
}

/** The median and half of the interquartile range. */
function spread(values: number[]): string {
  const [low = 0, high = 0] = [0.25, 0.75].map((part) => quantile(values, part));
  return `${median(values).toFixed(0)} ± ${((high - low) / 2).toFixed(0)}`;
}

/** Lists each median that differs from a former run by more than a tenth. */
export function compareCold(now: readonly ColdResult[], before: readonly ColdResult[]): string[] {
  return now.flatMap((one) => {
    const old = before.find(({ peer }) => peer === one.peer);
    if (old === undefined) return [];
    return Object.entries(TIMES).flatMap(([name, of]) => {
      const [is, was] = [median(of(one)), median(of(old))];
      if (Math.abs(is / was - 1) < 0.1) return [];
      return [`${one.peer}, ${name}: ${is.toFixed(0)} ms, was ${was.toFixed(0)} ms`];
    });
  });
}
