import { countScans } from '../../functions/pipeline/jpeg-frame.ts';
import type { Vips } from '../../functions/pipeline/vips.ts';
import type { PictureFacts } from '../facts.ts';

/** What the bytes of a picture contain. */
export interface DecodedPicture extends Omit<PictureFacts, 'key'> {
  /** Small copies for comparison, upright and as stored; null when the picture was not decoded. */
  small: { upright: Uint8Array; asStored: Uint8Array } | null;
}

/** Pictures with more pixels are not decoded. The header gives their number before memory is used. */
const MOST_PIXELS = 100_000_000;
/** Encoders write about ten scans. */
const MOST_SCANS = 100;
/** Edge of the box into which a preview fits, pixels. */
const PREVIEW = 320;
/** Edge of the small copies, pixels. */
const SMALL = 32;

/**
 * Decodes a whole picture: JPEG, PNG, WebP, GIF or TIFF. The format is `unknown` when the bytes are not a picture, or
 * are damaged. A picture with too many pixels, according to its header, is not decoded. Decoding can take long, so
 * call this function where it can be stopped.
 */
export function decodePicture(vips: Vips, bytes: Uint8Array): DecodedPicture {
  try {
    return decode(vips, bytes);
  } catch {
    return notDecoded(bytes);
  }
}

/** Describes bytes that were not decoded. @param reason a clause; undefined when the bytes are not a picture. */
export function notDecoded(bytes: Uint8Array, reason?: string): DecodedPicture {
  const nothing = { width: 0, height: 0, orientation: 1, preview: '', small: null };
  return {
    format: 'unknown',
    bytes: bytes.length,
    ...nothing,
    ...(reason !== undefined && { notDecoded: reason }),
  };
}

function decode(vips: Vips, bytes: Uint8Array): DecodedPicture {
  const scans = countScans(bytes);
  if (scans > MOST_SCANS) {
    return notDecoded(bytes, `it has ${scans} scans, but the grader decodes at most ${MOST_SCANS}`);
  }
  using header = vips.Image.newFromBuffer(bytes);
  const orientation = header.getTypeof('orientation') === 0 ? 1 : header.getInt('orientation');
  const liesDown = orientation >= 5 && orientation <= 8;
  const known = {
    // The loader has a name such as `jpegload_buffer`.
    format: header.getString('vips-loader').replace(/load.*/, ''),
    width: liesDown ? header.height : header.width,
    height: liesDown ? header.width : header.height,
    orientation,
    bytes: bytes.length,
  };
  if (header.width * header.height > MOST_PIXELS) {
    const reason = `it has more than the ${MOST_PIXELS / 1e6} million pixels that the grader decodes`;
    return { ...known, preview: '', small: null, notDecoded: reason };
  }
  using asStored = shrink(vips, bytes);
  using upright = asStored.autorot();
  const preview = Buffer.from(upright.jpegsaveBuffer({ Q: 75, keep: 'none' })).toString('base64');
  return { ...known, preview, small: { upright: smallCopy(upright), asStored: smallCopy(asStored) } };
}

type Picture = InstanceType<Vips['Image']>;

/**
 * Shrinks a picture as it is stored to fit the preview's box, as sRGB without transparency.
 * @throws when the picture is damaged.
 */
function shrink(vips: Vips, bytes: Uint8Array): Picture {
  using picture = vips.Image.newFromBuffer(bytes, '', { access: 'sequential', fail_on: 'error' });
  using fitted = picture.thumbnailImage(PREVIEW, { height: PREVIEW, size: 'down', no_rotate: true });
  using srgb =
    fitted.getTypeof('icc-profile-data') === 0
      ? fitted.colourspace('srgb')
      : fitted.iccTransform('srgb', { embedded: true });
  using opaque = srgb.hasAlpha() ? srgb.flatten({ background: [255, 255, 255] }) : srgb.copy();
  return opaque.copyMemory();
}

function smallCopy(picture: Picture): Uint8Array {
  using small = picture.thumbnailImage(SMALL, { height: SMALL, size: 'force', no_rotate: true });
  return Uint8Array.from(small.writeToMemory());
}
