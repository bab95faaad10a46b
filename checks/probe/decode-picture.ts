import { startVips, type Vips } from '../../functions/pipeline/vips.ts';
import type { PictureFacts } from '../facts.ts';

/** What is in the bytes of a picture. */
export interface DecodedPicture extends Omit<PictureFacts, 'key'> {
  /** Small copies to compare, upright and as stored; null for what is no picture. */
  small: { upright: Uint8Array; asStored: Uint8Array } | null;
}

export type Decode = (bytes: Uint8Array) => DecodedPicture;

let started: Promise<Vips> | undefined;

/** libvips, started once when it is first wanted. */
export function sharedVips(): Promise<Vips> {
  started ??= startVips();
  return started;
}

/** More pixels than this are not decoded: the header tells before they take memory. */
const MAX_PIXELS = 100_000_000;
/** Edge of the box within which a preview fits, pixels. */
const PREVIEW = 320;
/** Edge of the small copies, pixels. */
const SMALL = 32;

/** Decodes pictures wholly: JPEG, PNG, WebP, GIF and TIFF. What is none, or damaged, has the format `unknown`. */
export function createDecoder(vips: Vips): Decode {
  return (bytes) => {
    try {
      return decode(vips, bytes);
    } catch {
      const nothing = { width: 0, height: 0, orientation: 1, preview: '', small: null };
      return { format: 'unknown', bytes: bytes.length, ...nothing };
    }
  };
}

function decode(vips: Vips, bytes: Uint8Array): DecodedPicture {
  using header = vips.Image.newFromBuffer(bytes);
  if (header.width * header.height > MAX_PIXELS) throw new Error('too large');
  const orientation = header.getTypeof('orientation') === 0 ? 1 : header.getInt('orientation');
  const liesDown = orientation >= 5 && orientation <= 8;
  using upright = shrink(vips, bytes, false);
  using asStored = shrink(vips, bytes, true);
  const preview = Buffer.from(upright.jpegsaveBuffer({ Q: 75, keep: 'none' })).toString('base64');
  return {
    // Such as `jpegload_buffer`.
    format: header.getString('vips-loader').replace(/load.*/, ''),
    width: liesDown ? header.height : header.width,
    height: liesDown ? header.width : header.height,
    orientation,
    bytes: bytes.length,
    preview,
    small: { upright: smallCopy(upright), asStored: smallCopy(asStored) },
  };
}

type Picture = InstanceType<Vips['Image']>;

/** Fits within the preview's box, as sRGB without transparency. @throws when the picture is damaged. */
function shrink(vips: Vips, bytes: Uint8Array, asStored: boolean): Picture {
  using picture = vips.Image.newFromBuffer(bytes, '', { access: 'sequential', fail_on: 'error' });
  using fitted = picture.thumbnailImage(PREVIEW, { height: PREVIEW, size: 'down', no_rotate: asStored });
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
