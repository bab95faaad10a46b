/** A known and intended difference from sharp. */
export interface Accepted {
  /** The kinds of picture that can differ. */
  kind: RegExp;
  /** At most this much of the levels 0 to 255: the mean of all pixels, and the pixel that differs most. */
  mean: number;
  most: number;
  /** Whether only one of the two can reject such a picture. */
  refusedByOne?: true;
  reason: string;
}

const CONVERTED_AFTERWARDS =
  'This project converts colours after resizing, and sharp before it. Converting before would take a quarter more time (docs/decisions/0014-colours.md).';

/** All accepted differences. Everything else must be the same in every pixel. */
export const ACCEPTED: readonly Accepted[] = [
  {
    kind: /^profile: (Display P3|gamma|channels swapped|grey)/,
    mean: 2.5,
    most: 30,
    reason: CONVERTED_AFTERWARDS,
  },
  { kind: /^profile: (linear|a table)/, mean: 3.5, most: 45, reason: CONVERTED_AFTERWARDS },
  {
    kind: /^oddities$/,
    mean: 0,
    most: 0,
    refusedByOne: true,
    reason:
      'sharp refuses files with harmless oddities. This project accepts them, with the outputs of the sound file.',
  },
  {
    kind: /^another format$/,
    mean: 0,
    most: 0,
    refusedByOne: true,
    reason:
      'sharp reads other formats, whatever the name of the file is. This project refuses what is not a JPEG.',
  },
];
