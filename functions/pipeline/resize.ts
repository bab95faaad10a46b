import { loadJpeg } from './load-jpeg.ts';
import { type Vips, vipsReason } from './vips.ts';

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A JPEG, and the size of the picture that it was made from (as stored, before its orientation is applied). */
export interface ResizedPicture extends Size {
  jpeg: Uint8Array;
  source: Size;
}

export interface ResizeOptions {
  /** Width and height, in pixels, within which the output fits. A smaller picture keeps its size. */
  maxSize: number;
  /** JPEG quality, 1 to 100. */
  quality: number;
  /** A picture of more pixels is refused from its header, before it takes memory. */
  maxPixels: number;
}

/** Bytes of a JPEG to bytes of a smaller JPEG. @throws PictureError when the bytes are no picture that it can read. */
export type Resize = (bytes: Uint8Array, options: ResizeOptions) => ResizedPicture;

/** The bytes are no JPEG, a damaged one, or one too large to decode: trying again does not help. */
export class PictureError extends Error {
  override name = 'PictureError';
}

/** Cameras and editors make about ten; each is a pass over the whole picture, 30 ms for one of 50 million pixels. */
const MAX_SCANS = 100;

/** EXIF with its thumbnail, a profile and more: few headers are longer. */
const MOST_HEADERS_BYTES = 128_000;

/**
 * Resizes one tiny picture at once, so that the first real one finds libvips's threads started and its code compiled
 * (2.4 s less on a Lambda of 512 MB).
 */
export function createResize(vips: Vips): Resize {
  const resize: Resize = (bytes, options) => {
    try {
      return resizeJpeg(vips, bytes, options);
    } catch (thrown) {
      if (thrown instanceof PictureError) throw thrown;
      throw new PictureError(`not a JPEG that can be read: ${vipsReason(thrown)}`, { cause: thrown });
    }
  };
  using grey = vips.Image.black(64, 64);
  resize(grey.jpegsaveBuffer(), { maxSize: 32, quality: 80, maxPixels: 64 * 64 });
  return resize;
}

function resizeJpeg(vips: Vips, bytes: Uint8Array, options: ResizeOptions): ResizedPicture {
  const { maxSize, quality, maxPixels } = options;
  if (bytes.length === 0) throw new PictureError('not a picture: it is empty (0 bytes)');
  const source = readSize(vips, bytes, maxPixels);
  using loaded = loadJpeg(vips, bytes, {
    shrink: shrinkOnLoad(source, maxSize),
    access: 'sequential',
    // Only 'warning' rejects damage in the middle; without it half a picture comes out grey, as a success.
    fail_on: 'warning',
  });
  // Applies the EXIF orientation too.
  using fitted = loaded.picture.thumbnailImage(maxSize, { height: maxSize, size: 'down' });
  using srgb = toSrgb(fitted);
  // keep: 'none' drops what a camera writes down, such as the place where the picture was taken.
  const jpeg = srgb.jpegsaveBuffer({ Q: quality, keep: 'none', optimize_coding: true });
  return { jpeg, width: srgb.width, height: srgb.height, source };
}

/** @throws PictureError for what would take too much memory or time to decode. */
function readSize(vips: Vips, bytes: Uint8Array, maxPixels: number): Size {
  using loaded = loadHeader(vips, bytes);
  const header = loaded.picture;
  const { width, height } = header;
  const isProgressive = header.getInt('jpeg-multiscan') === 1;
  const limit = isProgressive ? progressiveLimit(header, maxPixels) : maxPixels;
  if (width * height > limit) {
    const kind = isProgressive ? ' of such a progressive JPEG' : '';
    const most = `at most ${(limit / 1e6).toFixed(1)} million are accepted${kind}`;
    throw new PictureError(`too large: ${width} × ${height} pixels, ${most}`);
  }
  const scans = isProgressive ? countScans(bytes) : 1;
  if (scans > MAX_SCANS)
    throw new PictureError(`too much to decode: ${scans} scans, at most ${MAX_SCANS} are accepted`);
  return { width, height };
}

/** To copy all of a file only for this would take a fifteenth of the time of its picture. */
function loadHeader(vips: Vips, bytes: Uint8Array): ReturnType<typeof loadJpeg> {
  try {
    return loadJpeg(vips, bytes.subarray(0, MOST_HEADERS_BYTES));
  } catch {
    // Without the begin of a scan, which ends a header, it is no JPEG.
    return loadJpeg(vips, bytes);
  }
}

/**
 * Of a progressive JPEG the decoder holds all at once, two bytes a sample. They may take a byte for each pixel that is
 * accepted: 100 MB for 100 million, which is one of 33 million pixels in 4:2:0, as cameras and phones write.
 */
function progressiveLimit(header: Picture, maxPixels: number): number {
  const samples = header.getString('jpeg-chroma-subsample') === '4:2:0' ? header.bands / 2 : header.bands;
  return Math.min(maxPixels, Math.floor(maxPixels / (2 * samples)));
}

/** Counts the markers that begin a scan. They cannot be part of the picture's own data; of a thumbnail inside it, they can. */
function countScans(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let scans = 0;
  for (let at = buffer.indexOf('ffda', 0, 'hex'); at >= 0; at = buffer.indexOf('ffda', at + 2, 'hex'))
    scans++;
  return scans;
}

/**
 * The JPEG decoder shrinks by 2, 4 or 8 at next to no cost, by averages of blocks. Takes the most that the picture is to
 * shrink by, but half of it when that is nearly all (8 of 8.8): such averages look worse than resampling. This is sharp's rule, so
 * that the pixels are sharp's. At least one pixel stays.
 */
function shrinkOnLoad({ width, height }: Size, maxSize: number): number {
  const ratio = Math.max(width, height) / maxSize;
  const shortest = Math.min(width, height);
  const most = [8, 4, 2].find((shrink) => ratio >= shrink && shortest / shrink >= 1) ?? 1;
  return most > 1 && Math.floor(ratio) === most ? most / 2 : most;
}

type Picture = InstanceType<Vips['Image']>;

/** Browsers and phones expect sRGB; a profile such as Display P3 is applied, then dropped. */
function toSrgb(picture: Picture): Picture {
  const isCmyk = picture.interpretation === 'cmyk';
  if (!isCmyk && picture.getTypeof('icc-profile-data') === 0) return picture.copy();
  try {
    return picture.iccTransform('srgb', { embedded: true, input_profile: isCmyk ? 'cmyk' : 'srgb' });
  } catch {
    // A broken profile, or one for other channels than the picture has: ignored, as browsers do.
    return picture.colourspace('srgb');
  }
}
