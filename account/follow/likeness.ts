/**
 * The factor of the mean difference. Measured (likeness.test.ts): a picture that was shrunk and saved as JPEG scores
 * at least 0.94. Another picture, a negative, or the same picture on its side scores less than 0.8.
 */
const WEIGHT = 2;

/**
 * Measures how similar two small sRGB pictures of the same size are: 1 minus the weighted mean difference of their
 * values (0 to 255), and at least 0. Both pictures were squeezed into a square, so their shape does not matter.
 */
export function likeness(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length || one.length === 0) return 0;
  const difference = one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0);
  const score = 1 - (WEIGHT * difference) / one.length / 255;
  return Math.round(Math.max(0, score) * 1000) / 1000;
}
