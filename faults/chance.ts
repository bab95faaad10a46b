import { createHash } from 'node:crypto';

/**
 * A number from 0 to just below 1 that depends on nothing but what it is for: what happens side by side does not change
 * it, as it would the next number of a generator.
 */
export function chance(seed: string, ...of: readonly (string | number)[]): number {
  return (
    createHash('sha256')
      .update([seed, ...of].join('\n'))
      .digest()
      .readUInt32BE() /
    2 ** 32
  );
}

/** The same things in an order that depends on the seed. */
export function shuffle<T>(things: readonly T[], seed: string): T[] {
  return things
    .map((thing, index) => ({ thing, place: chance(seed, index) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ thing }) => thing);
}
