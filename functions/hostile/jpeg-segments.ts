/** One segment of a JPEG file, with its marker; a scan has its compressed data with it. */
export interface Segment {
  /** Such as 0xda for a scan. */
  marker: number;
  bytes: Buffer;
}

/**
 * Takes a sound JPEG apart. Joined again, `0xffd8` and the segments are the same file.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B
 */
export function splitJpeg(jpeg: Uint8Array): Segment[] {
  const file = Buffer.from(jpeg);
  const segments: Segment[] = [];
  for (let at = 2; at < file.length; ) {
    const marker = file.readUInt8(at + 1);
    const end = marker === MARKERS.end ? at + 2 : endOf(file, marker, at);
    segments.push({ marker, bytes: file.subarray(at, end) });
    at = end;
  }
  return segments;
}

export const MARKERS = {
  baselineFrame: 0xc0,
  scan: 0xda,
  end: 0xd9,
  exif: 0xe1,
  iccProfile: 0xe2,
  adobe: 0xee,
  comment: 0xfe,
} as const;

export function joinJpeg(segments: readonly Segment[]): Buffer {
  return Buffer.concat([Buffer.from('ffd8', 'hex'), ...segments.map(({ bytes }) => bytes)]);
}

/** @param content at most 65,533 bytes. */
export function segment(marker: number, content: Uint8Array): Segment {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return { marker, bytes: Buffer.concat([head, content]) };
}

/** The file with further segments where an encoder writes what it knows of the picture. */
export function withSegments(jpeg: Uint8Array, ...added: Segment[]): Buffer {
  return joinJpeg([...added, ...splitJpeg(jpeg)]);
}

export function withoutSegments(jpeg: Uint8Array, ...markers: number[]): Buffer {
  return joinJpeg(splitJpeg(jpeg).filter(({ marker }) => !markers.includes(marker)));
}

/** The file with one byte of its first segment of a kind changed; 0 is the `0xff` that begins it. */
export function withByte(jpeg: Uint8Array, marker: number, offset: number, value: number): Buffer {
  const segments = splitJpeg(jpeg);
  const found = segments.find((segment) => segment.marker === marker);
  if (!found) throw new Error(`Expected a segment ${marker.toString(16)} in the JPEG`);
  found.bytes[offset] = value;
  return joinJpeg(segments);
}

/** The file that says it has this size, to which its data does not belong. */
export function withSize(jpeg: Uint8Array, width: number, height: number): Buffer {
  const segments = splitJpeg(jpeg);
  const frame = segments.find(({ marker }) => marker >= 0xc0 && marker <= 0xc2);
  frame?.bytes.writeUInt16BE(height, 5);
  frame?.bytes.writeUInt16BE(width, 7);
  return joinJpeg(segments);
}

function endOf(file: Buffer, marker: number, at: number): number {
  let end = at + 2 + file.readUInt16BE(at + 2);
  if (marker !== MARKERS.scan) return end;
  // In a scan's data 0xff is followed by 0, or by one of the restart markers.
  while (file[end] !== 0xff || isData(file[end + 1] ?? 0)) end++;
  return end;
}

function isData(next: number): boolean {
  return next === 0 || (next >= 0xd0 && next <= 0xd7);
}
