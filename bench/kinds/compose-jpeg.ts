import { MARKERS } from '../../functions/pipeline/jpeg-segments.ts';
import type { Vips } from '../../functions/pipeline/vips.ts';
import { adobeMarker, joinJpeg, type Segment, segment, splitJpeg } from '../made-pictures/jpeg-segments.ts';

export type Picture = InstanceType<Vips['Image']>;

/** The sampling factors of each component, horizontally and vertically. All but the first are 1 in a colour picture. */
export const SUBSAMPLINGS = {
  '4:4:4': [1, 1],
  '4:2:2': [2, 1],
  '4:4:0': [1, 2],
  '4:2:0': [2, 2],
  '4:1:1': [4, 1],
  '4:1:0': [4, 2],
} as const satisfies Record<string, readonly [number, number]>;

export type Subsampling = keyof typeof SUBSAMPLINGS;

/** How stored components relate to colours, and the transform in the Adobe marker. */
export const COLOUR_MODES = {
  YCbCr: { bands: toYcc, adobe: undefined },
  RGB: { bands: (_: Vips, rgb: Picture) => rgb.copy(), adobe: 0 },
  CMYK: { bands: toInvertedInks, adobe: 0 },
  YCCK: { bands: toYcck, adobe: 2 },
  grey: { bands: (_: Vips, rgb: Picture) => rgb.colourspace('b-w'), adobe: undefined },
} as const;

export type ColourMode = keyof typeof COLOUR_MODES;

interface Composition {
  mode: ColourMode;
  subsampling: Subsampling;
  progressive: boolean;
}

/**
 * Encodes a picture in a way that no available encoder supports. It encodes each component as a grey picture. The scans become
 * the scans of one component in a JPEG with separate components.
 */
export function composeJpeg(
  vips: Vips,
  rgb: Picture,
  { mode, subsampling, progressive }: Composition,
): Buffer {
  const { bands, adobe } = COLOUR_MODES[mode];
  const components = bands(vips, rgb).copyMemory();
  const [across, down] = components.bands === 1 ? SUBSAMPLINGS['4:4:4'] : SUBSAMPLINGS[subsampling];
  const planes = Array.from({ length: components.bands }, (_, index) => {
    // In YCCK, chroma has fewer samples, but black has as many as luma.
    const isWhole = index === 0 || index === 3;
    const plane = components.extractBand(index);
    const sampled = isWhole ? plane : sampleLess(plane, across, down);
    return splitJpeg(sampled.jpegsaveBuffer({ Q: 90, keep: 'none', interlace: progressive }));
  });
  const factors = planes.map((_, index) => (index === 0 || index === 3 ? (across << 4) | down : 0x11));
  return joinJpeg([
    ...(adobe === undefined ? [] : [adobeMarker(adobe)]),
    ...(planes[0] ?? []).filter(({ marker }) => marker === MARKERS.quantizationTables),
    frameOf(planes[0] ?? [], factors),
    ...planes.flatMap((plane, index) => scansOf(plane, index + 1)),
    { bytes: Buffer.from('ffd9', 'hex') },
  ]);
}

function sampleLess(plane: Picture, across: number, down: number): Picture {
  const width = Math.ceil(plane.width / across);
  return plane.thumbnailImage(width, { height: Math.ceil(plane.height / down), size: 'force' });
}

/** Extends the frame header of the first plane with the other components. */
function frameOf(plane: readonly Segment[], factors: readonly number[]): Segment {
  const frame = plane.find(({ marker }) => marker === 0xc0 || marker === 0xc2);
  if (frame === undefined) throw new Error('Expected a frame header in a JPEG of libvips');
  // Precision, height and width follow the marker and the length.
  const begin = frame.bytes.subarray(4, 9);
  const components = factors.flatMap((factor, index) => [index + 1, factor, 0]);
  return segment(frame.marker, Buffer.from([...begin, factors.length, ...components]));
}

/** Returns the Huffman tables and scans of a plane for a component. */
function scansOf(plane: readonly Segment[], component: number): Segment[] {
  const kept = plane.filter(({ marker }) => marker === MARKERS.huffmanTables || marker === MARKERS.scan);
  for (const { marker, bytes } of kept) if (marker === MARKERS.scan) bytes[5] = component;
  return kept;
}

/** Rows of a matrix of 3 × 3. */
const YCC = [0.299, 0.587, 0.114, -0.168736, -0.331264, 0.5, 0.5, -0.418688, -0.081312];

function toYcc(vips: Vips, rgb: Picture): Picture {
  return rgb.recomb(vips.Image.newMatrix(3, 3, YCC)).linear([1, 1, 1], [0, 128, 128], { uchar: true });
}

/** Adobe's programs store inverted inks. */
function toInvertedInks(_: Vips, rgb: Picture): Picture {
  return rgb.iccTransform('cmyk', { input_profile: 'srgb' }).invert().cast('uchar');
}

/** Returns the values that a decoder converts to the inverted inks. */
function toYcck(vips: Vips, rgb: Picture): Picture {
  const inks = rgb.iccTransform('cmyk', { input_profile: 'srgb' }).cast('uchar');
  const colours = inks.extractBand(0, { n: 3 }).invert().copy({ interpretation: 'srgb' });
  return toYcc(vips, colours).bandjoin(inks.extractBand(3).invert()).cast('uchar');
}
