import { createHash } from 'node:crypto';

/**
 * Returns a number from 0 to just below 1 that depends only on its arguments. Unlike the next number of a generator,
 * it does not change with what happens at the same time.
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

/** Returns the same things in an order that depends on the seed. */
export function shuffle<T>(things: readonly T[], seed: string): T[] {
  return things
    .map((thing, index) => ({ thing, place: chance(seed, index) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ thing }) => thing);
}
