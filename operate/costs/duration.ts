import { OUTPUT_NAMES, type OutputName } from '../../lab/output-names.ts';
import { type Measured, numberOf } from './measured.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_OF_ONE_CPU = 1769;

/**
 * S3 documents 100 ms or more until the first byte of a response. A picture takes one GET and one PUT.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
 */
export const S3_WAIT_MS = 2 * 100;

/**
 * Estimates the billed duration of a warm invocation in milliseconds. It is the measured processor time, divided by the
 * share of a vCPU that the memory provides, plus the time of waiting for S3.
 */
export function billedMs(name: OutputName, megapixels: number, memoryMb: number, measured: Measured): number {
  const share = Math.min(1, memoryMb / MB_OF_ONE_CPU);
  return Math.ceil(
    interpolate(measured, megapixels, ({ cpuMs }) => numberOf(cpuMs, name)) / share + S3_WAIT_MS,
  );
}

/** Estimates the file size of a photo in bytes, as a camera saves it. */
export function uploadBytes(megapixels: number, measured: Measured): number {
  return interpolate(measured, megapixels, ({ bytes }) => bytes);
}

/**
 * Returns the size of all outputs of one photo in bytes. It uses the largest measured value, because the size of outputs
 * depends on the content of the photo and not on its size.
 */
export function outputBytes({ pictures }: Measured): number {
  return Math.max(
    ...pictures.map(({ outputBytes }) =>
      OUTPUT_NAMES.reduce((sum, name) => sum + numberOf(outputBytes, name), 0),
    ),
  );
}

/** Interpolates linearly between the two nearest sizes. Beyond the largest size, it extends the last line. */
function interpolate(
  { pictures }: Measured,
  megapixels: number,
  of: (picture: Measured['pictures'][number]) => number,
): number {
  const next = pictures.findIndex((picture) => picture.megapixels >= megapixels);
  const index = Math.max(1, next === -1 ? pictures.length - 1 : next);
  const [low, high] = [pictures[index - 1], pictures[index]];
  if (low === undefined || high === undefined)
    throw new Error('Expected at least two sizes in operate/costs/measured.json.');
  const slope = (of(high) - of(low)) / (high.megapixels - low.megapixels);
  return Math.max(of(low) + slope * (megapixels - low.megapixels), 0);
}
