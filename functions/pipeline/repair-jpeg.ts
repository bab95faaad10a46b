import { type JpegFrame, readFrame } from './jpeg-frame.ts';
import { FILL_BYTE, fill, type Oddity } from './jpeg-oddity.ts';
import { jpegSegments, MARKERS, type Segment } from './jpeg-segments.ts';
import { type Complain, oddPadding } from './scan-padding.ts';

/** A JPEG that decodes without a warning, and the oddities of the original file. */
export interface RepairedJpeg {
  jpeg: Uint8Array;
  /** A description of each oddity, such as `JFIF version 2.01`. After the first few, only their number. */
  oddities: string[];
}

const MOST_NAMED = 5;

/**
 * Repairs oddities that make libjpeg warn although no part of the picture is lost. These are bytes between two segments, values
 * that a baseline scan does not use, an unknown JFIF version, and an undefined Adobe transform. All other bytes stay, so that
 * decoding the repaired file still finds damage.
 * @returns undefined when the file has no such oddity.
 */
export function repairJpeg(bytes: Uint8Array, complain: Complain): RepairedJpeg | undefined {
  // `slice` does not copy a Buffer.
  const jpeg = Buffer.from(bytes);
  const frame = readFrame(jpeg);
  if (frame === undefined) return undefined;
  const names: string[] = [];
  for (const find of [oddSegments, oddPadding])
    for (const { name, at, instead } of find(jpeg, frame, complain)) {
      jpeg.set(instead, at);
      names.push(name);
    }
  if (names.length === 0) return undefined;
  const more = names.length - MOST_NAMED;
  return { jpeg, oddities: more > 0 ? [...names.slice(0, MOST_NAMED), `${more} more`] : names };
}

function* oddSegments(file: Buffer, frame: JpegFrame): Generator<Oddity> {
  let isBehindScan = false;
  for (const segment of jpegSegments(file)) {
    yield* oddGap(file, segment, isBehindScan);
    if (segment.marker === MARKERS.jfif) yield* oddVersion(file, segment);
    if (segment.marker === MARKERS.adobe) yield* oddTransform(file, segment, frame.components);
    if (segment.marker !== MARKERS.scan) continue;
    isBehindScan = true;
    if (!frame.isProgressive) yield* oddScanHeader(file, segment);
  }
}

function* oddGap(file: Buffer, { after, at }: Segment, isBehindScan: boolean): Generator<Oddity> {
  const gap = file.subarray(after, at);
  if (gap.every((byte) => byte === FILL_BYTE) || isLoss(gap, isBehindScan)) return;
  yield fill(`${gap.length} bytes between two segments, from byte ${after}`, after, gap.length);
}

/** A longer gap before the first scan or between scans can be lost data, unless all its bytes are the same. */
const LONGEST_GAP = { beforeScans: 1000, betweenScans: 9 };

/**
 * Tells whether a gap can be a segment with a damaged marker. Without the segment, the picture would be a different one, because
 * a decoder has default Huffman tables and does not notice a missing scan. The shortest scan has 11 bytes.
 */
function isLoss(gap: Buffer, isBehindScan: boolean): boolean {
  if (gap.every((byte) => byte === gap[0])) return false;
  if (gap.length > (isBehindScan ? LONGEST_GAP.betweenScans : LONGEST_GAP.beforeScans)) return true;
  // The length of a segment follows the two bytes of its marker. The marker can be part of the gap or not.
  return [0, 2].some((at) => {
    const length = gap.length >= at + 2 ? gap.readUInt16BE(at) : 0;
    return length >= 2 && at + length <= gap.length;
  });
}

/** Baseline scans always contain whole blocks, whatever their header says. Some phones write zeros there. */
const WHOLE_BLOCKS = Uint8Array.of(0, 63, 0);

function* oddScanHeader(file: Buffer, { at, headerEnd }: Segment): Generator<Oddity> {
  const spectral = at + 5 + 2 * (file[at + 4] ?? 0);
  const found = file.subarray(spectral, spectral + WHOLE_BLOCKS.length);
  if (spectral + WHOLE_BLOCKS.length > headerEnd || found.equals(WHOLE_BLOCKS)) return;
  const [first = 0, last = 0, approximation = 0] = found;
  yield {
    name: `a baseline scan with Ss ${first}, Se ${last}, Ah ${approximation >> 4} and Al ${approximation & 15} (expected 0, 63, 0 and 0)`,
    at: spectral,
    instead: WHOLE_BLOCKS,
  };
}

function* oddVersion(file: Buffer, { at, headerEnd }: Segment): Generator<Oddity> {
  const major = file[at + 9];
  if (headerEnd < at + 18 || !startsWith(file, at + 4, 'JFIF\0') || major === undefined || major === 1)
    return;
  const minor = String(file[at + 10]).padStart(2, '0');
  yield { name: `JFIF version ${major}.${minor} (expected 1.x)`, at: at + 9, instead: Uint8Array.of(1) };
}

/** Decoders assume these values for an undefined transform: YCbCr for three components, and YCCK for four. */
const ASSUMED_TRANSFORMS: Readonly<Record<number, number>> = { 3: 1, 4: 2 };

function* oddTransform(file: Buffer, { at, headerEnd }: Segment, components: number): Generator<Oddity> {
  const transform = file[at + 15];
  const assumed = ASSUMED_TRANSFORMS[components];
  if (headerEnd < at + 16 || !startsWith(file, at + 4, 'Adobe') || assumed === undefined) return;
  if (transform === 0 || transform === assumed) return;
  yield {
    name: `Adobe transform ${transform} (expected 0 or ${assumed})`,
    at: at + 15,
    instead: Uint8Array.of(assumed),
  };
}

function startsWith(file: Buffer, at: number, text: string): boolean {
  return file.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
}
