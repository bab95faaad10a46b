import { MARKERS } from '../../functions/pipeline/jpeg-segments.ts';
import type { Vips } from '../../functions/pipeline/vips.ts';
import {
  adobeMarker,
  jfifMarker,
  type Segment,
  segment,
  withByte,
  withBytesBefore,
  withoutSegments,
  withScanHeaders,
  withSegments,
} from '../made-pictures/jpeg-segments.ts';
import {
  COLOUR_MODES,
  type ColourMode,
  composeJpeg,
  type Picture,
  SUBSAMPLINGS,
  type Subsampling,
} from './compose-jpeg.ts';
import { greyProfile, matrixProfile, tableProfile } from './icc-profile.ts';

/** A JPEG of a kind that cameras, phones or programs write. */
export interface KindOfPicture {
  /** The kind in the report. */
  kind: string;
  name: string;
  jpeg: Uint8Array;
  /** For an odd file: the valid file whose output must be the same in every byte. */
  sound?: Uint8Array;
  /** Whether the file is damaged, so that an output would be wrong. */
  refused?: boolean;
}

/** Sizes that are not a whole number of blocks, and for which the decoder shrinks by different factors. */
const LANDSCAPE = [1601, 1067] as const;
const PORTRAIT = [701, 997] as const;

/** Creates all pictures. They are always the same. */
export function makeKinds(vips: Vips): KindOfPicture[] {
  const landscape = drawPicture(vips, ...LANDSCAPE);
  const portrait = drawPicture(vips, ...PORTRAIT);
  return [
    ...colourModes(vips, landscape),
    ...[landscape, portrait].flatMap((picture) => [
      ...orientations(picture),
      ...profiles(vips, picture),
      ...oddities(vips, picture),
      ...damages(picture),
    ]),
  ];
}

/** Creates gradients with rings of all frequencies and noise, for both smooth colours and detail. */
function drawPicture(vips: Vips, width: number, height: number): Picture {
  const places = vips.Image.xyz(width, height);
  const across = places.extractBand(0).linear([255 / width], [0]);
  const down = places.extractBand(1).linear([255 / height], [0]);
  const rings = vips.Image.zone(width, height).linear([90], [128]);
  const noise = vips.Image.gaussnoise(width, height, { sigma: 6, mean: 0, seed: 11 });
  return vips.Image.bandjoin([across, down, rings])
    .add(noise)
    .cast('uchar')
    .copy({ interpretation: 'srgb' })
    .copyMemory();
}

function colourModes(vips: Vips, picture: Picture): KindOfPicture[] {
  const modes = Object.keys(COLOUR_MODES) as ColourMode[];
  const subsamplings = Object.keys(SUBSAMPLINGS) as Subsampling[];
  return modes.flatMap((mode) =>
    (mode === 'grey' ? (['4:4:4'] as const) : subsamplings).flatMap((subsampling) =>
      [false, true].map((progressive) => ({
        kind: mode,
        name: `${mode} ${subsampling}${progressive ? ', progressive' : ''}`,
        jpeg: composeJpeg(vips, picture, { mode, subsampling, progressive }),
      })),
    ),
  );
}

function orientations(picture: Picture): KindOfPicture[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].flatMap((orientation) =>
    [false, true].map((progressive) => {
      const turned = picture.copy();
      turned.setInt('orientation', orientation);
      const jpeg = turned.jpegsaveBuffer({ Q: 85, interlace: progressive });
      return { kind: 'EXIF orientation', name: `orientation ${orientation}`, jpeg };
    }),
  );
}

function profiles(vips: Vips, picture: Picture): KindOfPicture[] {
  const colour = picture.jpegsaveBuffer({ Q: 90, keep: 'none' });
  const grey = composeJpeg(vips, picture, { mode: 'grey', subsampling: '4:4:4', progressive: false });
  const cmyk = composeJpeg(vips, picture, { mode: 'CMYK', subsampling: '4:4:4', progressive: false });
  const converted = (profile: 'srgb' | 'p3' | 'cmyk') =>
    picture.iccTransform(profile, { input_profile: 'srgb' }).jpegsaveBuffer({ Q: 90 });
  const broken = Buffer.alloc(500, 7);
  const kinds: Record<string, Uint8Array> = {
    'profile: sRGB': converted('srgb'),
    'profile: Display P3': converted('p3'),
    'profile: CMYK': converted('cmyk'),
    'profile: linear': withProfile(colour, matrixProfile(1)),
    'profile: gamma 1.8': withProfile(colour, matrixProfile(1.8)),
    'profile: channels swapped': withProfile(colour, matrixProfile(2.2, [1, 2, 0])),
    'profile: a table': withProfile(colour, tableProfile()),
    'profile: grey': withProfile(grey, greyProfile(1.8)),
    'profile: broken': withProfile(colour, broken),
    'profile: broken, grey': withProfile(grey, broken),
    'profile: broken, CMYK': withProfile(cmyk, broken),
    'profile: of other channels': withProfile(grey, matrixProfile(2.2)),
    'profile: of other channels, CMYK': withProfile(cmyk, matrixProfile(2.2)),
  };
  return Object.entries(kinds).map(([kind, jpeg]) => ({ kind, name: kind, jpeg }));
}

function withProfile(jpeg: Uint8Array, profile: Uint8Array): Buffer {
  return withSegments(jpeg, profileSegment(profile));
}

function profileSegment(profile: Uint8Array): Segment {
  return segment(MARKERS.iccProfile, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), profile]));
}

function oddities(vips: Vips, picture: Picture): KindOfPicture[] {
  const sound = Buffer.from(picture.jpegsaveBuffer({ Q: 90, keep: 'none' }));
  const progressive = Buffer.from(picture.jpegsaveBuffer({ Q: 90, keep: 'none', interlace: true }));
  const inScans = composeJpeg(vips, picture, { mode: 'YCbCr', subsampling: '4:2:0', progressive: false });
  const text = Buffer.from('some bytes');
  const withoutJfif = withoutSegments(sound, MARKERS.jfif);
  const odd: Record<string, readonly [odd: Uint8Array, sound: Uint8Array]> = {
    'text before the quantization tables': [withBytesBefore(sound, MARKERS.quantizationTables, text), sound],
    'zeros before the scan': [withBytesBefore(sound, MARKERS.scan, Buffer.alloc(400)), sound],
    'text before the frame of a progressive picture': [withBytesBefore(progressive, 0xc2, text), progressive],
    'zeros before each scan': [withBytesBefore(progressive, MARKERS.scan, Buffer.alloc(7)), progressive],
    'zeros behind each scan': [
      withBytesBefore(progressive, MARKERS.huffmanTables, Buffer.alloc(11)),
      progressive,
    ],
    'zeros before the end': [withBytesBefore(progressive, MARKERS.end, Buffer.alloc(23)), progressive],
    'bytes before each scan of three': [
      withBytesBefore(inScans, MARKERS.scan, Buffer.from('bytes')),
      inScans,
    ],
    'scan headers of zeros': [withScanHeaders(sound, [0, 0, 0]), sound],
    'scan headers of 255': [withScanHeaders(sound, [255, 255, 255]), sound],
    'scan headers of zeros, three scans': [withScanHeaders(inScans, [0, 0, 0]), inScans],
    'JFIF 0.00': [withSegments(withoutJfif, jfifMarker(0, 0)), sound],
    'JFIF 2.01': [withSegments(withoutJfif, jfifMarker(2, 1)), sound],
    'JFIF of characters': [withSegments(withoutJfif, jfifMarker(0x31, 0x30)), sound],
    'Adobe transform 3': [withSegments(withoutJfif, adobeMarker(3)), sound],
    'Adobe transform 255': [withSegments(withoutJfif, adobeMarker(255)), sound],
    'Adobe transform 9 of YCCK': oddYcck(vips, picture),
  };
  return Object.entries(odd).map(([name, [jpeg, original]]) => ({
    kind: 'oddities',
    name,
    jpeg,
    sound: original,
  }));
}

function oddYcck(vips: Vips, picture: Picture): readonly [Uint8Array, Uint8Array] {
  const ycck = composeJpeg(vips, picture, { mode: 'YCCK', subsampling: '4:4:4', progressive: false });
  // The transform is the last byte of the Adobe marker.
  return [withByte(ycck, MARKERS.adobe, 15, 9), ycck];
}

function damages(picture: Picture): KindOfPicture[] {
  const sound = Buffer.from(picture.jpegsaveBuffer({ Q: 90, keep: 'none' }));
  const progressive = Buffer.from(picture.jpegsaveBuffer({ Q: 90, keep: 'none', interlace: true }));
  const odd = withBytesBefore(sound, MARKERS.quantizationTables, Buffer.alloc(5));
  const damaged = (jpeg: Buffer) => {
    const middle = jpeg.length >> 1;
    return Buffer.concat([
      jpeg.subarray(0, middle),
      Buffer.from('ffc7'.repeat(20), 'hex'),
      jpeg.subarray(middle + 40),
    ]);
  };
  const files = {
    'cut short': sound.subarray(0, sound.length * 0.6),
    'cut short, progressive': progressive.subarray(0, progressive.length * 0.6),
    'cut short behind an oddity': odd.subarray(0, odd.length * 0.6),
    'damaged in the middle': damaged(sound),
    'damaged behind an oddity': damaged(odd),
    'without its end marker': sound.subarray(0, -2),
    'a PNG named .jpg': picture.pngsaveBuffer(),
  };
  return Object.entries(files).map(([name, jpeg]) => ({
    kind: kindOfDamage(name),
    name,
    jpeg,
    refused: true,
  }));
}

function kindOfDamage(name: string): string {
  return name.startsWith('a PNG') ? 'another format' : name === 'without its end marker' ? name : 'damage';
}
