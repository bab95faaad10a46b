import type { Figures } from '../tables.ts';
import { processorsAt } from './held-function.ts';
import type { SizeResult } from './measure-sizes.ts';
import { pricePerMillion, slowerMs } from './price.ts';

/** Some uploads come after a pause, or many at once: a guess, and the start's part of the price goes with it. */
const COLD_OF_THOUSAND = 10;

/** A row for each memory size. */
export function sizesFigures(results: readonly SizeResult[]): Figures[] {
  const photos = megapixelsIn(results);
  const largest = results.some(({ takesLargest }) => takesLargest !== undefined);
  const head = [
    ...['MB', 'vCPU', 'start', 'first'],
    ...photos.map((size) => `${size} MP`),
    ...photos.map((size) => `$ ${size} MP`),
    ...['arm64', '1 % cold'],
    ...(largest ? ['largest'] : []),
  ];
  const body = results.map((result) => {
    const size = [String(result.memoryMb), processorsAt(result.memoryMb).toFixed(2)];
    const row = [...size, ...(result.works ? cells(result, photos) : ['too little'])];
    return head.map((_, index) => row[index] ?? '');
  });
  return [{ head, body }];
}

function cells(result: SizeResult, photos: readonly number[]): string[] {
  const last = photos.at(-1) ?? 0;
  const price = (megapixels: number, architecture: 'x86_64' | 'arm64', coldOfThousand = 0) =>
    pricePerMillion(result, { megapixels, architecture, coldOfThousand }).toFixed(2);
  return [
    slowerMs(result, last, ({ initMs }) => initMs).toFixed(0),
    slowerMs(result, last, ({ firstMs }) => firstMs).toFixed(0),
    ...photos.map((one) => slowerMs(result, one).toFixed(0)),
    ...photos.map((one) => price(one, 'x86_64')),
    price(last, 'arm64'),
    price(last, 'x86_64', COLD_OF_THOUSAND),
    largestInWords(result),
  ];
}

function largestInWords({ takesLargest, slowestSeconds }: SizeResult): string {
  if (takesLargest === undefined) return '';
  return slowestSeconds === undefined ? 'no' : `${slowestSeconds.toFixed(0)} s`;
}

export function megapixelsIn(results: readonly SizeResult[]): number[] {
  return [...new Set(results.flatMap(({ runs }) => runs.map(({ megapixels }) => megapixels)))];
}

/** A line for each size whose time has changed by more than a tenth. */
export function compareSizes(now: readonly SizeResult[], before: readonly SizeResult[]): string[] {
  return now.flatMap((result) => {
    const old = before.find(({ memoryMb }) => memoryMb === result.memoryMb);
    return megapixelsIn([result]).flatMap((megapixels) => {
      const [ms, was] = [result, old].map((one) => one && slowerMs(one, megapixels));
      if (ms === undefined || was === undefined || !(Math.abs(ms / was - 1) > 0.1)) return [];
      return `${result.memoryMb} MB, ${megapixels} MP: ${ms.toFixed(0)} ms, was ${was.toFixed(0)} ms`;
    });
  });
}
