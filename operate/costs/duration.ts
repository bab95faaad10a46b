import { ENDS, type End } from '../../checks/facts.ts';
import type { Measured } from './measured.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_OF_ONE_CPU = 1769;

/**
 * S3 documents a tenth of a second and more until an answer begins; a picture takes one GET and one PUT.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
 */
export const S3_WAIT_MS = 2 * 100;

/**
 * How many milliseconds an invocation is billed for, warm: its measured processor time, on the part of a processor that
 * the memory gives it, and the time in which it waits for S3.
 */
export function billedMs(end: End, megapixels: number, memoryMb: number, measured: Measured): number {
  const share = Math.min(1, memoryMb / MB_OF_ONE_CPU);
  return Math.ceil(interpolate(measured, megapixels, ({ cpuMs }) => cpuMs[end]) / share + S3_WAIT_MS);
}

/** Bytes of a photo of that size as a camera saves it. */
export function uploadBytes(megapixels: number, measured: Measured): number {
  return interpolate(measured, megapixels, ({ bytes }) => bytes);
}

/** Bytes of both outputs of a photo: of the largest that was measured, since it depends on the picture, not on its size. */
export function outputBytes({ pictures }: Measured): number {
  return Math.max(...pictures.map(({ outputBytes }) => ENDS.reduce((sum, end) => sum + outputBytes[end], 0)));
}

/** On the straight line between the two sizes beside it; beyond the last, on that of the last two. */
function interpolate(
  { pictures }: Measured,
  megapixels: number,
  of: (picture: Measured['pictures'][number]) => number,
): number {
  const next = pictures.findIndex((picture) => picture.megapixels >= megapixels);
  const index = Math.max(1, next === -1 ? pictures.length - 1 : next);
  const [low, high] = [pictures[index - 1], pictures[index]];
  if (low === undefined || high === undefined)
    throw new Error('operate/costs/measured.json needs two sizes.');
  const slope = (of(high) - of(low)) / (high.megapixels - low.megapixels);
  return Math.max(of(low) + slope * (megapixels - low.megapixels), 0);
}
