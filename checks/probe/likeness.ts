/**
 * Twice the mean difference counts. Measured (likeness.test.ts): a picture that was shrunk and saved as JPEG scores 0.97 and
 * more, another picture, a negative, or the same lying on its side less than 0.8.
 */
const WEIGHT = 2;

/**
 * How much two small sRGB pictures of the same size look like each other: 1 minus the weighted mean difference of their
 * values (0 to 255), at least 0. The shape is not in it: both were forced into a square.
 */
export function likeness(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length || one.length === 0) return 0;
  const difference = one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0);
  const score = 1 - (WEIGHT * difference) / one.length / 255;
  return Math.round(Math.max(0, score) * 1000) / 1000;
}
