import type { Resize } from '../../functions/pipeline/resize.ts';
import type { Vips } from '../../functions/pipeline/vips.ts';
import { QUALITY, type Resizer } from '../pictures/resizers/resizer.ts';
import { ACCEPTED } from './accepted.ts';
import { type Difference, differenceOf } from './compare-pictures.ts';
import type { KindOfPicture } from './make-kinds.ts';

/** The boxes of the lab's outputs, in pixels. */
const BOXES = [128, 640];

/** The result for one picture: the comparison of its outputs with sharp's outputs, or who rejected it. */
export interface Compared {
  kind: string;
  name: string;
  /** The largest difference of an output. Undefined when one of the two rejected the picture. */
  difference: Difference | undefined;
  refusedBy: readonly ('image-lab' | 'sharp')[];
  /** What is wrong, in a sentence. Undefined when everything is right. */
  objection: string | undefined;
}

export interface Resizers {
  vips: Vips;
  resize: Resize;
  sharp: Resizer;
}

/** Resizes a picture with this project and with sharp, and compares the outputs. */
export async function compareWithSharp(picture: KindOfPicture, resizers: Resizers): Promise<Compared> {
  const { kind, name, jpeg, sound } = picture;
  const outputs = await Promise.all(BOXES.map((box) => makeBoth(jpeg, box, resizers)));
  const refusedBy = (['image-lab', 'sharp'] as const).filter((one) =>
    outputs.some((output) => output[one] === undefined),
  );
  const differences = outputs.flatMap(({ 'image-lab': own, sharp }) =>
    own && sharp ? [differenceOf(resizers.vips, own, sharp)] : [],
  );
  const difference = refusedBy.length > 0 ? undefined : worst(differences);
  const objection = isAsSound(sound, outputs, resizers)
    ? objectionTo(picture, difference, refusedBy)
    : 'expected the same bytes as the outputs of the sound picture';
  return { kind, name, difference, refusedBy, objection };
}

function isAsSound(sound: Uint8Array | undefined, outputs: readonly Outputs[], resizers: Resizers): boolean {
  if (sound === undefined) return true;
  return outputs.every(({ box, 'image-lab': own }) => {
    const expected = makeOwn(sound, box, resizers);
    return own !== undefined && expected !== undefined && own.equals(expected);
  });
}

function worst(differences: readonly Difference[]): Difference {
  return {
    mean: Math.max(...differences.map(({ mean }) => mean)),
    most: Math.max(...differences.map(({ most }) => most)),
  };
}

/** The JPEGs of both. Undefined for the one that rejected the picture. */
interface Outputs {
  box: number;
  'image-lab': Buffer | undefined;
  sharp: Uint8Array | undefined;
}

async function makeBoth(jpeg: Uint8Array, box: number, resizers: Resizers): Promise<Outputs> {
  const sharp = await resizers.sharp(jpeg, box).catch(() => undefined);
  return { box, 'image-lab': makeOwn(jpeg, box, resizers), sharp };
}

function makeOwn(jpeg: Uint8Array, box: number, { resize }: Resizers): Buffer | undefined {
  try {
    return Buffer.from(resize(jpeg, { maxSize: box, quality: QUALITY, maxPixels: 100e6 }).jpeg);
  } catch {
    return undefined;
  }
}

function objectionTo(
  { kind, refused = false }: KindOfPicture,
  difference: Difference | undefined,
  refusedBy: readonly string[],
): string | undefined {
  const accepted = ACCEPTED.find((one) => one.kind.test(kind));
  const isRefused = refusedBy.includes('image-lab');
  if (isRefused !== refused)
    return refused ? 'expected it to be refused' : 'expected outputs, but it was refused';
  const disagrees = isRefused !== refusedBy.includes('sharp');
  if (disagrees && !accepted?.refusedByOne) return `only refused by ${refusedBy.join()}`;
  const { mean, most } = difference ?? { mean: 0, most: 0 };
  const limit = accepted ?? { mean: 0, most: 0 };
  if (mean <= limit.mean && most <= limit.most) return undefined;
  return `differs from sharp by ${mean.toFixed(2)} levels on average and ${most} at most (accepted: ${limit.mean} and ${limit.most})`;
}
