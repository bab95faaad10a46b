import type { Figures } from '../tables.ts';
import type { MemoryResult, MemorySeries } from './measure-memory.ts';
import { LARGEST_TIMES } from './memory-files.ts';

/** Growth between a hundred and a thousand pictures that still counts as none. */
const FLAT_WITHIN = 0.1;

/** One photo, by its size; and many. */
export function memoryFigures({ peaks, series, largestMb }: MemoryResult): Figures[] {
  const sizes = [...new Set(peaks.map(({ megapixels }) => megapixels))];
  const of = (functionName: string, megapixels: number) =>
    peaks.find((one) => one.functionName === functionName && one.megapixels === megapixels);
  const single = [...new Set(peaks.map(({ functionName }) => functionName))].map((functionName) => [
    functionName,
    Math.max(...sizes.map((size) => of(functionName, size)?.initMb ?? 0)).toFixed(0),
    ...sizes.map((size) => of(functionName, size)?.peakMb.toFixed(0) ?? ''),
  ]);
  const parts = [0.1, 0.5, 1];
  const many = series.map((one) => [
    `${one.runs.toLocaleString('en')} ${one.of}`,
    one.failed.toLocaleString('en'),
    ...parts.map((part) => after(one, part).toFixed(0)),
    one.peakMb.toFixed(0),
    isFlat(one) ? 'yes' : 'no',
  ]);
  if (largestMb !== undefined)
    many.push([`the largest accepted, ${LARGEST_TIMES} times`, '0', '', '', '', largestMb.toFixed(0), '']);
  const runs = series[0]?.runs ?? 0;
  return [
    { head: ['MB at the peak', 'loaded', ...sizes.map((size) => `${size} MP`)], body: single },
    { head: ['MB', 'refused', ...parts.map((part) => `after ${runs * part}`), 'peak', 'flat'], body: many },
  ];
}

/** Resident megabytes after a part of all runs. */
function after({ points, runs }: MemorySeries, part: number): number {
  return points.find(({ run }) => run >= runs * part)?.rssMb ?? Number.NaN;
}

function isFlat(series: MemorySeries): boolean {
  return after(series, 1) <= after(series, 0.1) * (1 + FLAT_WITHIN);
}

/** Lists peaks that have changed by more than 5 MB. */
export function compareMemory(now: MemoryResult, before: MemoryResult): string[] {
  return now.peaks.flatMap(({ functionName, megapixels, peakMb }) => {
    const old = before.peaks.find(
      (one) => one.functionName === functionName && one.megapixels === megapixels,
    );
    if (old === undefined || Math.abs(peakMb - old.peakMb) <= 5) return [];
    return `${functionName}, ${megapixels} MP: ${peakMb.toFixed(0)} MB, was ${old.peakMb.toFixed(0)} MB`;
  });
}
