import type { JpegFrame } from './jpeg-frame.ts';
import { fill, type Oddity } from './jpeg-oddity.ts';
import { jpegSegments, MARKERS, type Segment } from './jpeg-segments.ts';

/** Returns the first complaint of a strict decoder about a JPEG, or undefined when it accepts the JPEG. */
export type Complain = (jpeg: Uint8Array) => string | undefined;

/** A decoder reads ahead, so it does not notice fewer bytes. */
const SHORTEST_PADDING = 3;

/** Largest number of coefficient bytes to decode in the search for padding: a picture of 12 megapixels, 55 times. */
const MOST_WORK = 2e9;

/**
 * Finds padding after the data of scans, which consists of equal bytes. The data of a scan can also end with equal bytes, so the
 * decoder must report how many bytes it did not need. It reports only the first problem, so this is done scan by scan. All
 * other left-over bytes count as damage.
 */
export function* oddPadding(file: Buffer, frame: JpegFrame, complain: Complain): Generator<Oddity> {
  let scans = 0;
  let work = 0;
  for (const segment of jpegSegments(file)) {
    if (segment.marker !== MARKERS.scan) continue;
    scans++;
    const longest = alikeAtEnd(file, segment);
    if (longest < SHORTEST_PADDING || segment.end === file.length) continue;
    work += scans * frame.coefficientBytes;
    if (work > MOST_WORK) return;
    const { end } = segment;
    const count = countLeftOver(complain(Buffer.concat([file.subarray(0, end), END])));
    if (count === undefined) continue;
    if (count > longest) return;
    yield fill(`${count} bytes behind a scan, from byte ${end - count}`, end - count, count);
  }
}

const END = Buffer.from([0xff, MARKERS.end]);

function alikeAtEnd(file: Buffer, { headerEnd, end }: Segment): number {
  let from = end;
  while (from > headerEnd && file[from - 1] === file[end - 1]) from--;
  return end - from;
}

/** Reads the number of left-over bytes from the message of libjpeg. */
function countLeftOver(complaint: string | undefined): number | undefined {
  const count = /(\d+) extraneous bytes before marker 0xd9/.exec(complaint ?? '')?.[1];
  return count === undefined ? undefined : Number(count);
}
