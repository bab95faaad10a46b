import { inksToSrgb, profileToSrgb } from './convert-colours.ts';
import { formatOf } from './file-format.ts';
import { countScans, readFrame } from './jpeg-frame.ts';
import { loadJpeg } from './load-jpeg.ts';
import { repairJpeg } from './repair-jpeg.ts';
import { type Vips, vipsReason } from './vips.ts';

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A JPEG, and the size of its source as stored, before the orientation is applied. */
export interface ResizedPicture extends Size {
  jpeg: Uint8Array;
  source: Size;
  /** Descriptions of deviations from the standard without loss. Absent for a valid source. */
  oddities?: readonly string[];
}

export interface ResizeOptions {
  /** Largest width and height of the output in pixels. A smaller picture keeps its size. */
  maxSize: number;
  /** JPEG quality, 1 to 100. */
  quality: number;
  /** A picture with more pixels is rejected after reading its header, before it takes memory. */
  maxPixels: number;
}

/** Resizes the bytes of a JPEG to the bytes of a smaller JPEG. @throws PictureError when the bytes are not a readable picture. */
export type Resize = (bytes: Uint8Array, options: ResizeOptions) => ResizedPicture;

/** The bytes are not a JPEG, or a JPEG that is damaged or too large. A retry does not help. */
export class PictureError extends Error {
  override name = 'PictureError';
}

/** Cameras and editors write about ten scans. Each takes a pass over the whole picture, or 30 ms for 50 million pixels. */
const MAX_SCANS = 100;

/** Few headers are longer, even with EXIF, a thumbnail and a profile. */
const MOST_HEADERS_BYTES = 128_000;

/**
 * Creates the function that resizes. It resizes a tiny picture at once, so that the threads of libvips are running and its code
 * is compiled before the first real picture. This saves 2.4 s on a function with 512 MB.
 */
export function createResize(vips: Vips): Resize {
  const resize: Resize = (bytes, options) => {
    try {
      return resizeJpeg(vips, bytes, options);
    } catch (refusal) {
      if (refusal instanceof PictureError) throw refusal;
      return resizeRepaired(vips, bytes, options, refusal);
    }
  };
  using grey = vips.Image.black(64, 64);
  resize(grey.jpegsaveBuffer(), { maxSize: 32, quality: 80, maxPixels: 64 * 64 });
  return resize;
}

/**
 * Repairs and resizes a picture that libvips rejected. If libvips rejects the repaired file too, the file is damaged. An oddity
 * would hide the damage, because libvips reports only the first warning.
 */
function resizeRepaired(
  vips: Vips,
  bytes: Uint8Array,
  options: ResizeOptions,
  refusal: unknown,
): ResizedPicture {
  const format = formatOf(bytes);
  if (format !== undefined) throw new PictureError(`This is ${format} file named .jpg`, { cause: refusal });
  const repaired = repairJpeg(bytes, (jpeg) => complaintAbout(vips, jpeg));
  if (repaired === undefined) throw unreadable(refusal);
  try {
    return { ...resizeJpeg(vips, repaired.jpeg, options), oddities: repaired.oddities };
  } catch (damage) {
    throw damage instanceof PictureError ? damage : unreadable(damage);
  }
}

function complaintAbout(vips: Vips, jpeg: Uint8Array): string | undefined {
  try {
    using loaded = loadJpeg(vips, jpeg, { shrink: 8, access: 'sequential', fail_on: 'warning' });
    loaded.picture.avg();
    return undefined;
  } catch (thrown) {
    return vipsReason(thrown);
  }
}

function unreadable(thrown: unknown): PictureError {
  return new PictureError(`not a JPEG that can be read: ${vipsReason(thrown)}`, { cause: thrown });
}

function resizeJpeg(vips: Vips, bytes: Uint8Array, options: ResizeOptions): ResizedPicture {
  const { maxSize, quality, maxPixels } = options;
  if (bytes.length === 0) throw new PictureError('not a picture: it is empty (0 bytes)');
  const source = readSize(vips, bytes, maxPixels);
  using loaded = loadJpeg(vips, bytes, {
    shrink: shrinkOnLoad(source, maxSize),
    access: 'sequential',
    // Only 'warning' rejects damage in the middle. Otherwise, half of the picture would be grey, without an error.
    fail_on: 'warning',
  });
  using screen = inksToSrgb(loaded.picture);
  // This also applies the EXIF orientation.
  using fitted = screen.thumbnailImage(maxSize, { height: maxSize, size: 'down' });
  using srgb = profileToSrgb(fitted);
  // keep: 'none' removes the metadata of the camera, such as the location.
  const jpeg = srgb.jpegsaveBuffer({ Q: quality, keep: 'none', optimize_coding: true });
  return { jpeg, width: srgb.width, height: srgb.height, source };
}

/** @throws PictureError for a picture that takes too much memory or time to decode. */
function readSize(vips: Vips, bytes: Uint8Array, maxPixels: number): Size {
  using loaded = loadHeader(vips, bytes);
  const header = loaded.picture;
  const { width, height } = header;
  if (width * height > maxPixels) {
    const most = `at most ${(maxPixels / 1e6).toFixed(1)} million are accepted`;
    throw new PictureError(`too large: ${width} × ${height} pixels, ${most}`);
  }
  if (header.getInt('jpeg-multiscan') === 1) limitScans(bytes, maxPixels);
  return { width, height };
}

/** Loads the header from the start of the file. Copying the whole file would take a fifteenth of the total time. */
function loadHeader(vips: Vips, bytes: Uint8Array): ReturnType<typeof loadJpeg> {
  try {
    return loadJpeg(vips, bytes.subarray(0, MOST_HEADERS_BYTES));
  } catch {
    // The start of a scan ends the header. Without it, libvips cannot load the JPEG.
    return loadJpeg(vips, bytes);
  }
}

/**
 * Limits pictures with several scans, such as progressive ones. A decoder keeps the whole picture in memory and processes all of
 * it for each scan. Its coefficients can take one byte for each accepted pixel, so 100 MB for 100 million. That is a picture
 * of 33 million pixels in 4:2:0, the format of cameras and phones.
 */
function limitScans(bytes: Uint8Array, maxPixels: number): void {
  const { coefficientBytes = Number.POSITIVE_INFINITY } = readFrame(bytes) ?? {};
  if (coefficientBytes > maxPixels) {
    const [needed, most] = [coefficientBytes, maxPixels].map((count) => (count / 1e6).toFixed(1));
    throw new PictureError(
      `too large for a JPEG in several scans: its coefficients take ${needed} MB, at most ${most} MB are accepted`,
    );
  }
  if (!mayHaveManyScans(bytes)) return;
  const scans = countScans(bytes);
  if (scans > MAX_SCANS)
    throw new PictureError(`too much to decode: ${scans} scans, at most ${MAX_SCANS} are accepted`);
}

/** Counts scans quickly but not exactly. It also counts scans in a thumbnail or after the end. */
function mayHaveManyScans(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let found = 0;
  for (let at = file.indexOf('ffda', 0, 'hex'); at >= 0 && found <= MAX_SCANS; ) {
    found++;
    at = file.indexOf('ffda', at + 2, 'hex');
  }
  return found > MAX_SCANS;
}

/**
 * Chooses the factor by which the JPEG decoder shrinks the picture. It can average blocks of 2, 4 or 8 pixels at almost no cost.
 * The result is the largest possible factor, or half of it when little is left to resample (8 of 8.8), because averages look
 * worse than resampling. sharp has the same rule and so the same pixels. At least one pixel stays.
 */
function shrinkOnLoad({ width, height }: Size, maxSize: number): number {
  const ratio = Math.max(width, height) / maxSize;
  const shortest = Math.min(width, height);
  const most = [8, 4, 2].find((shrink) => ratio >= shrink && shortest / shrink >= 1) ?? 1;
  return most > 1 && Math.floor(ratio) === most ? most / 2 : most;
}
