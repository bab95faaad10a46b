/** A part of a file that deviates from the standard without a loss, and standard bytes with the same meaning. */
export interface Oddity {
  name: string;
  at: number;
  instead: Uint8Array;
}

/** Any number of these can precede a marker (ITU-T T.81, B.1.1.2). */
export const FILL_BYTE = 0xff;

/** Replaces bytes that belong to no segment with bytes that a decoder skips without a warning. */
export function fill(name: string, at: number, length: number): Oddity {
  return { name, at, instead: new Uint8Array(length).fill(FILL_BYTE) };
}
