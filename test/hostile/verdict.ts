import type { HostileFile } from '../../bench/made-pictures/hostile.ts';
import type { Corners } from '../../bench/made-pictures/pictures.ts';
import { PictureError, type ResizedPicture, type ResizeOptions } from '../../functions/pipeline/resize.ts';

/** The result of a file: a picture, or the reason why there is none. */
export type Outcome = { kind: 'picture'; picture: ResizedPicture } | { kind: 'refused'; reason: string };

/**
 * Resizes a file.
 * @returns a picture, or the reason of a `PictureError`.
 * @throws every other error.
 */
export function outcomeOf(resize: () => ResizedPicture): Outcome {
  try {
    return { kind: 'picture', picture: resize() };
  } catch (error) {
    if (error instanceof PictureError && error.message.length > 10)
      return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/**
 * Says what is wrong with the result of a corpus file.
 * @param difference compares the colours of a JPEG, 0 to 255.
 */
export function objection(
  { expect }: HostileFile,
  outcome: Outcome,
  difference: (jpeg: Uint8Array, corners?: Corners) => number,
): string | undefined {
  if (outcome.kind === 'refused') {
    if (expect.kind === 'refused' && expect.reason.test(outcome.reason)) return undefined;
    return `expected ${expect.kind === 'refused' ? `a reason like ${expect.reason}` : 'a picture'}, but found: ${outcome.reason}`;
  }
  const { width, height, jpeg } = outcome.picture;
  if (expect.kind === 'refused')
    return `expected a reason like ${expect.reason}, but found a picture of ${width} × ${height}`;
  if (width !== expect.width || height !== expect.height)
    return `expected ${expect.width} × ${expect.height} pixels, but found ${width} × ${height}`;
  const found = difference(jpeg, expect.corners);
  return found > expect.difference
    ? `expected the colours to differ by at most ${expect.difference}, but they differ by ${found}`
    : undefined;
}

/** Checks a picture made from a damaged file. At least its size must match the source. */
export function sizeObjection(
  { width, height, source }: ResizedPicture,
  { maxSize }: ResizeOptions,
): string | undefined {
  const longest = Math.max(source.width, source.height);
  const expected = Math.min(maxSize, longest);
  if (Math.max(width, height) === expected) return undefined;
  return `expected ${expected} pixels on the longer side, but found ${width} × ${height}`;
}
