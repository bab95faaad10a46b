import type { Vips } from '../../functions/pipeline/vips.ts';

/** The difference of two JPEGs of the same size, in levels from 0 to 255. */
export interface Difference {
  mean: number;
  most: number;
}

/** @throws Error when their sizes differ. */
export function differenceOf(vips: Vips, one: Uint8Array, other: Uint8Array): Difference {
  using first = decode(vips, one);
  using second = decode(vips, other);
  if (first.width !== second.width || first.height !== second.height)
    throw new Error(
      `Expected pictures of one size, found ${first.width} × ${first.height} and ${second.width} × ${second.height} pixels`,
    );
  using difference = first.subtract(second);
  using levels = difference.abs();
  return { mean: levels.avg(), most: levels.max() };
}

/** Converts to sRGB, because a grey picture can have one channel or three. */
function decode(vips: Vips, jpeg: Uint8Array) {
  using picture = vips.Image.jpegloadBuffer(jpeg, { fail_on: 'warning' });
  return picture.colourspace('srgb');
}
