import { jpegSegments, MARKERS } from '../../functions/pipeline/jpeg-segments.ts';

/** One segment of a JPEG file with its marker. A scan includes its compressed data. */
export interface Segment {
  /** Such as 0xda for a scan. */
  marker: number;
  bytes: Buffer;
}

/** Splits a valid JPEG into its segments. Joining them gives the same file. */
export function splitJpeg(jpeg: Uint8Array): Segment[] {
  const file = Buffer.from(jpeg);
  return [...jpegSegments(file)].map(({ marker, after, end }) => ({
    marker,
    bytes: file.subarray(after, end),
  }));
}

export function joinJpeg(segments: readonly Pick<Segment, 'bytes'>[]): Buffer {
  return Buffer.concat([Buffer.from('ffd8', 'hex'), ...segments.map(({ bytes }) => bytes)]);
}

/** @param content at most 65,533 bytes. */
export function segment(marker: number, content: Uint8Array): Segment {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return { marker, bytes: Buffer.concat([head, content]) };
}

export function jfifMarker(major: number, minor: number): Segment {
  return segment(MARKERS.jfif, Buffer.from([...Buffer.from('JFIF\0'), major, minor, 0, 0, 1, 0, 1, 0, 0]));
}

/** @param transform 0 for colours stored as they are, 1 for YCbCr, 2 for YCCK; others are not defined. */
export function adobeMarker(transform: number): Segment {
  return segment(MARKERS.adobe, Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]));
}

/** Adds segments at the place where an encoder writes metadata. */
export function withSegments(jpeg: Uint8Array, ...added: Segment[]): Buffer {
  return joinJpeg([...added, ...splitJpeg(jpeg)]);
}

/** Inserts bytes that belong to no segment before each segment of a kind. */
export function withBytesBefore(jpeg: Uint8Array, marker: number, bytes: Uint8Array): Buffer {
  return joinJpeg(
    splitJpeg(jpeg).flatMap((segment) =>
      segment.marker === marker ? [{ bytes: Buffer.from(bytes) }, segment] : [segment],
    ),
  );
}

export function withoutSegments(jpeg: Uint8Array, ...markers: number[]): Buffer {
  return joinJpeg(splitJpeg(jpeg).filter(({ marker }) => !markers.includes(marker)));
}

/** Changes one byte of the first segment of a kind. Offset 0 is the `0xff` that begins the segment. */
export function withByte(jpeg: Uint8Array, marker: number, offset: number, value: number): Buffer {
  const segments = splitJpeg(jpeg);
  const found = segments.find((segment) => segment.marker === marker);
  if (!found) throw new Error(`Expected a segment ${marker.toString(16)} in the JPEG`);
  found.bytes[offset] = value;
  return joinJpeg(segments);
}

/**
 * Changes the headers of all scans so that they claim to hold these coefficients: Ss, Se, and Ah and Al in one byte.
 */
export function withScanHeaders(jpeg: Uint8Array, spectral: readonly [number, number, number]): Buffer {
  const segments = splitJpeg(jpeg);
  for (const { marker, bytes } of segments)
    if (marker === MARKERS.scan) bytes.set(spectral, 2 + bytes.readUInt16BE(2) - 3);
  return joinJpeg(segments);
}

/** Changes the size in the header, so that it does not match the data. */
export function withSize(jpeg: Uint8Array, width: number, height: number): Buffer {
  const segments = splitJpeg(jpeg);
  const frame = segments.find(({ marker }) => marker >= 0xc0 && marker <= 0xc2);
  frame?.bytes.writeUInt16BE(height, 5);
  frame?.bytes.writeUInt16BE(width, 7);
  return joinJpeg(segments);
}
