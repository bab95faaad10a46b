import type { Vips } from './vips.ts';

type Picture = InstanceType<Vips['Image']>;

/**
 * Converts CMYK to sRGB. This must be the first step, because libvips would resize CMYK with another conversion, in which black
 * becomes grey. The caller must dispose of the returned picture.
 */
export function inksToSrgb(picture: Picture): Picture {
  if (picture.interpretation !== 'cmyk') return picture.copy();
  // A profile that is broken or for other channels is ignored.
  return picture.iccTransform('srgb', { embedded: true, input_profile: 'cmyk', intent: 'perceptual' });
}

/**
 * Converts a picture to sRGB, which browsers and phones expect, with its embedded profile. This happens after the resizing, when
 * there are fewer pixels. sharp converts before the resizing and takes a quarter more time (docs/decisions/0014-colours.md).
 */
export function profileToSrgb(picture: Picture): Picture {
  if (picture.getTypeof('icc-profile-data') === 0) return picture.copy();
  try {
    return picture.iccTransform('srgb', { embedded: true, intent: 'perceptual' });
  } catch {
    // Browsers ignore a profile that is broken or for other channels.
    return picture.copy();
  }
}
