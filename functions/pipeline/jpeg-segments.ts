/** One segment of a JPEG file. Positions are bytes from the start of the file. */
export interface Segment {
  /** The second byte of its marker, such as 0xda for a scan. */
  marker: number;
  /** End of the previous segment. Bytes between it and `at` belong to neither segment. */
  after: number;
  /** Start of its marker. */
  at: number;
  /** End of its header. The compressed data of a scan follow it. */
  headerEnd: number;
  /** End of the segment. */
  end: number;
}

export const MARKERS = {
  baselineFrame: 0xc0,
  huffmanTables: 0xc4,
  scan: 0xda,
  end: 0xd9,
  quantizationTables: 0xdb,
  jfif: 0xe0,
  exif: 0xe1,
  iccProfile: 0xe2,
  adobe: 0xee,
  comment: 0xfe,
} as const;

/**
 * Yields the segments after the first two bytes of a JPEG, up to the end marker or the end of the file. It reads only as far as
 * its caller asks, so reading up to the first scan is cheap. It skips bytes that belong to no segment, as libjpeg does.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B
 */
export function* jpegSegments(jpeg: Uint8Array): Generator<Segment> {
  const file = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let after = 2;
  for (let at = nextMarker(file, after); at !== undefined; at = nextMarker(file, after)) {
    const segment = segmentAt(file, after, at);
    yield segment;
    if (segment.marker === MARKERS.end) return;
    after = segment.end;
  }
}

function segmentAt(file: Buffer, after: number, at: number): Segment {
  const marker = file.readUInt8(at + 1);
  const hasLength = !standsAlone(marker) && at + 4 <= file.length;
  const headerEnd = Math.min(at + 2 + (hasLength ? file.readUInt16BE(at + 2) : 0), file.length);
  const end = marker === MARKERS.scan ? (nextMarker(file, headerEnd, isScanData) ?? file.length) : headerEnd;
  return { marker, after, at, headerEnd, end };
}

/** Markers without a length and content: the start and end of a picture, restart markers, and TEM. */
function standsAlone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= MARKERS.end) || marker === 0x01;
}

/** Finds the next marker. Any number of 0xff bytes can precede it. 0xff followed by 0 is data, and not a marker. */
function nextMarker(file: Buffer, from: number, isData = isStuffedByte): number | undefined {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    while (file[at + 1] === 0xff) at++;
    const code = file[at + 1];
    if (code !== undefined && !isData(code)) return at;
  }
  return undefined;
}

function isStuffedByte(code: number): boolean {
  return code === 0;
}

/** Finds the end of a scan's data. Restart markers are part of the data. */
function isScanData(code: number): boolean {
  return code === 0 || (code >= 0xd0 && code <= 0xd7);
}
