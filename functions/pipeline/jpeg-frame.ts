import { jpegSegments, MARKERS, type Segment } from './jpeg-segments.ts';

/** The coding of a picture, from the frame header of a JPEG. */
export interface JpegFrame {
  isProgressive: boolean;
  /** 1 for a grey picture, 3 for a coloured one, 4 for CMYK. */
  components: number;
  /**
   * Memory in bytes that a decoder needs for all coefficients of a picture with several scans. Each coefficient of each
   * component takes two bytes, in whole blocks of 8 × 8.
   */
  coefficientBytes: number;
}

/** Reads the frame header. @returns undefined when there is no complete frame header before the first scan. */
export function readFrame(jpeg: Uint8Array): JpegFrame | undefined {
  for (const segment of jpegSegments(jpeg)) {
    if (segment.marker === MARKERS.scan) return undefined;
    if (isFrame(segment)) return parseFrame(jpeg, segment);
  }
  return undefined;
}

/** Counts the scans up to the end marker. Bytes after it or inside a segment do not count, even if they look like a scan. */
export function countScans(jpeg: Uint8Array): number {
  let scans = 0;
  for (const { marker } of jpegSegments(jpeg)) if (marker === MARKERS.scan) scans++;
  return scans;
}

/** SOF0 to SOF15. The markers 0xc4, 0xc8 and 0xcc in this range have another meaning. */
function isFrame({ marker }: Segment): boolean {
  return marker === MARKERS.baselineFrame || (marker > 0xc0 && marker <= 0xcf && marker % 4 !== 0);
}

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2 (the header) and A.2.4 (whole blocks) */
function parseFrame(jpeg: Uint8Array, segment: Segment): JpegFrame | undefined {
  const header = Buffer.from(jpeg.subarray(segment.at + 4, segment.headerEnd));
  if (header.length < 6 || header.length < 6 + 3 * header.readUInt8(5)) return undefined;
  const height = header.readUInt16BE(1);
  const width = header.readUInt16BE(3);
  const factors = Array.from({ length: header.readUInt8(5) }, (_, index) => header.readUInt8(7 + 3 * index));
  const across = factors.map((factor) => factor >> 4);
  const down = factors.map((factor) => factor & 15);
  const columns = Math.ceil(width / (8 * Math.max(1, ...across)));
  const rows = Math.ceil(height / (8 * Math.max(1, ...down)));
  const blocks = factors.reduce((sum, factor) => sum + columns * (factor >> 4) * rows * (factor & 15), 0);
  return {
    isProgressive: segment.marker % 4 === 2,
    components: factors.length,
    coefficientBytes: blocks * 64 * 2,
  };
}
