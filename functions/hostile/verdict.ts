import { PictureError, type ResizedPicture, type ResizeOptions } from '../pipeline/resize.ts';
import type { HostileFile } from './corpus.ts';

/** What came of a file: a picture, or the reason why not. */
export type Outcome = { kind: 'picture'; picture: ResizedPicture } | { kind: 'refused'; reason: string };

/** Resizes, and lets nothing pass but a picture or a `PictureError` with a reason. */
export function outcomeOf(resize: () => ResizedPicture): Outcome {
  try {
    return { kind: 'picture', picture: resize() };
  } catch (error) {
    if (error instanceof PictureError && error.message.length > 10)
      return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/** What is wrong with what came of a file of the corpus. @param difference gives that of a JPEG's colours, 0 to 255. */
export function objection(
  { expect }: HostileFile,
  outcome: Outcome,
  difference: (jpeg: Uint8Array) => number,
): string | undefined {
  if (outcome.kind === 'refused') {
    if (expect.kind === 'refused' && expect.reason.test(outcome.reason)) return undefined;
    return `expected ${expect.kind === 'refused' ? `a reason like ${expect.reason}` : 'a picture'}, found: ${outcome.reason}`;
  }
  const { width, height, jpeg } = outcome.picture;
  if (expect.kind === 'refused')
    return `expected a reason like ${expect.reason}, found a picture of ${width} × ${height}`;
  if (width !== expect.width || height !== expect.height)
    return `expected ${expect.width} × ${expect.height} pixels, found ${width} × ${height}`;
  const found = difference(jpeg);
  return found > expect.difference ? `expected its colours, found them to differ by ${found}` : undefined;
}

/** What is wrong with a picture that was made from a damaged file: its size, at least, must be that of its source. */
export function sizeObjection(
  { width, height, source }: ResizedPicture,
  { maxSize }: ResizeOptions,
): string | undefined {
  const longest = Math.max(source.width, source.height);
  const expected = Math.min(maxSize, longest);
  if (Math.max(width, height) === expected) return undefined;
  return `expected ${expected} pixels at the longer side, found ${width} × ${height}`;
}
