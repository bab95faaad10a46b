import fc from 'fast-check';

type Damage =
  | { kind: 'cut' /** How much is left, 0 to 1. */; at: number }
  | { kind: 'flips'; flips: readonly { at: number; bit: number }[] }
  | { kind: 'overwritten'; at: number; bytes: Uint8Array };

/**
 * A number from 0 to 1, evenly distributed. (Almost all of fast-check's own floating-point numbers are close to 0,
 * which would mean the first bytes of a file.)
 */
const anywhere = fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 })).map((number) => number / 2 ** 31);

/**
 * Every other place lies in the first twentieth of the file. It has the header, which would otherwise seldom be hit.
 */
const place = fc.oneof(
  anywhere,
  anywhere.map((part) => part / 20),
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({
    kind: fc.constant('flips' as const),
    flips: fc.array(fc.record({ at: place, bit: fc.nat(7) }), { minLength: 1, maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('overwritten' as const),
    at: place,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  }),
);

/**
 * Damages files as a bad disk, a broken upload or an attacker does: it cuts them short, flips bits, or overwrites a
 * part. The same seed makes the same files.
 */
export function damagedFiles(sound: readonly Uint8Array[], count: number, seed: number): Uint8Array[] {
  return fc.sample(damage, { seed, numRuns: count }).map((kind, index) => {
    const file = sound[index % sound.length];
    if (file === undefined) throw new Error('Expected at least one sound file to damage');
    return applied(kind, file);
  });
}

function applied(damage: Damage, sound: Uint8Array): Uint8Array {
  const file = Uint8Array.from(sound);
  const position = (at: number) => Math.floor(at * file.length);
  switch (damage.kind) {
    case 'cut':
      return file.slice(0, position(damage.at));
    case 'flips':
      for (const { at, bit } of damage.flips) file[position(at)] = (file[position(at)] ?? 0) ^ (1 << bit);
      return file;
    case 'overwritten':
      file.set(damage.bytes.subarray(0, file.length - position(damage.at)), position(damage.at));
      return file;
  }
}
