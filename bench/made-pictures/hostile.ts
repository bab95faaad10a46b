import { zipSync } from 'fflate';
import createVips from 'wasm-vips';
import { MARKERS } from '../../functions/pipeline/jpeg-segments.ts';
import {
  joinJpeg,
  segment,
  splitJpeg,
  withByte,
  withoutSegments,
  withSegments,
  withSize,
} from './jpeg-segments.ts';
import type { Corners, createTestPictures } from './pictures.ts';

type Pictures = Awaited<ReturnType<typeof createTestPictures>>;

/** A file that a user can upload, and the expected result. */
export interface HostileFile {
  name: string;
  bytes: Uint8Array;
  expect:
    | {
        kind: 'picture';
        width: number;
        height: number;
        /** The largest difference of any colour channel, of 255. */
        difference: number;
        /** The colours, when they differ from those of the test pictures. */
        corners?: Corners;
      }
    | { kind: 'refused'; reason: RegExp };
}

/** The box into which the corpus is resized, and the most pixels. */
export const CORPUS_OPTIONS = { maxSize: 128, quality: 80, maxPixels: 100_000_000 };

/** Makes all files, which are always the same. */
export async function makeCorpus(pictures: Pictures): Promise<HostileFile[]> {
  return [
    ...(await otherFormats(pictures)),
    ...sizes(pictures),
    ...colours(pictures),
    ...metadata(pictures),
    ...structures(pictures),
  ];
}

/** Makes files named .jpg that are not JPEGs. */
async function otherFormats(pictures: Pictures): Promise<HostileFile[]> {
  const vips = await createVips({
    dynamicLibraries: ['vips-heif.wasm'],
    preRun: ({ ENV }) => {
      ENV.VIPS_CONCURRENCY = '1';
    },
  });
  const source = vips.Image.newFromBuffer(pictures.jpeg(320, 240));
  const text = (content: string) => Buffer.from(content);
  const entities = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`,
  ).join('');
  const files = {
    'a PNG with alpha': source.bandjoin([128]).pngsaveBuffer(),
    'a PNG of 16 bits': source.cast('ushort').linear(257, 0).cast('ushort').pngsaveBuffer({ bitdepth: 16 }),
    'a decompression bomb in a PNG: 30,000 × 30,000 pixels in some kilobytes': vips.Image.black(
      30_000,
      30_000,
    ).pngsaveBuffer({ bitdepth: 1, palette: false }),
    'a WebP': source.webpsaveBuffer(),
    'a GIF': source.gifsaveBuffer(),
    'a TIFF': source.tiffsaveBuffer(),
    'an AVIF': source.heifsaveBuffer({ compression: 'av1' }),
    'the head of a HEIC': text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
    'an SVG with an entity bomb': text(
      `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "ha">${entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&e9;</text></svg>`,
    ),
    'an SVG that asks for a file': text(
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><image x:href="file:///etc/passwd"/></svg>',
    ),
    'a PDF': text('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
    'a ZIP': zipSync({ 'a.jpg': pictures.jpeg(32, 32) }),
    'a web page': text('<!doctype html><title>404</title>'),
    'a picture without its first two bytes': pictures.jpeg(64, 64).slice(2),
  };
  return [
    {
      name: 'nothing, 0 bytes',
      bytes: new Uint8Array(),
      expect: { kind: 'refused', reason: /empty \(0 bytes\)/ },
    },
    {
      name: 'two bytes, those that begin a JPEG',
      bytes: Buffer.from('ffd8', 'hex'),
      expect: { kind: 'refused', reason: /./ },
    },
    ...Object.entries(files).map(([name, bytes]) => ({
      name,
      bytes,
      expect: { kind: 'refused', reason: notJpeg(name) } as const,
    })),
  ];
}

/** Matches the reason for refusing a file of `otherFormats`. */
function notJpeg(name: string): RegExp {
  const format =
    /^(?:a|an|the head of a|a decompression bomb in a) (PNG|WebP|GIF|TIFF|AVIF|HEIC|PDF|ZIP)/.exec(name)?.[1];
  const isMarkup = name === 'a web page' || name.startsWith('an SVG');
  if (isMarkup) return /^This is an (HTML|SVG|XML) file named \.jpg$/;
  return format === undefined
    ? /Not a JPEG file: starts with 0x/
    : new RegExp(`^This is an? ${format} file named \\.jpg$`);
}

function sizes(pictures: Pictures): HostileFile[] {
  const jpeg = pictures.jpeg(400, 300);
  return [
    picture('1 × 1', pictures.jpeg(1, 1), [1, 1], 255),
    picture('1 × 30,000', pictures.jpeg(1, 30_000), [1, 128], 255),
    picture('30,000 × 1', pictures.jpeg(30_000, 1), [128, 1], 255),
    picture('10,000 × 9,000, a small file', pictures.jpeg(10_000, 9_000), [128, 115], 12),
    refused(
      'a header that claims 65,500 × 65,500 pixels',
      withSize(jpeg, 65_500, 65_500),
      /too large: 65500 × 65500 pixels/,
    ),
    refused(
      'a header that claims 65,535 × 65,535 pixels',
      withSize(jpeg, 65_535, 65_535),
      /65535|too large|exceeds|limit|supported/i,
    ),
    refused('a header that claims 0 × 0 pixels', withSize(jpeg, 0, 0), /empty|zero|dimension|DNL|size/i),
    refused(
      'a header that claims far more lines than there are',
      withSize(jpeg, 400, 20_000),
      /premature end/i,
    ),
    refused(
      'more pixels than are accepted',
      withSize(jpeg, 10_001, 10_000),
      /too large: 10001 × 10000 pixels, at most 100\.0 million/,
    ),
    refused(
      'more pixels than are accepted in a progressive JPEG',
      withSize(pictures.jpeg(400, 300, { progressive: true }), 4200, 4000),
      /too large for a JPEG in several scans: its coefficients take 100\.8 MB, at most 100\.0 MB are accepted/,
    ),
  ];
}

function colours(pictures: Pictures): HostileFile[] {
  const cmyk = pictures.jpeg(400, 300, { profile: 'cmyk' });
  const p3 = pictures.jpeg(400, 300, { profile: 'p3' });
  const brokenProfile = segment(
    MARKERS.iccProfile,
    Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), Buffer.alloc(500, 7)]),
  );
  const plain = pictures.jpeg(400, 300);
  const grey = pictures.jpeg(400, 300, { grey: true });
  return [
    inks('CMYK, with its profile', cmyk),
    inks('CMYK, without a profile', withoutSegments(cmyk, MARKERS.iccProfile)),
    inks(
      'CMYK, with a broken profile',
      withSegments(withoutSegments(cmyk, MARKERS.iccProfile), brokenProfile),
    ),
    inks('YCCK', pictures.ycck(400, 300)),
    picture('Display P3', p3, [128, 96], 12),
    picture('a broken profile', withSegments(plain, brokenProfile), [128, 96], 12),
    picture(
      'half a profile',
      withSegments(plain, segment(MARKERS.iccProfile, Buffer.from('ICC_PROFILE\0\x01\x02half'))),
      [128, 96],
      12,
    ),
    picture(
      "a grey picture with a colour picture's profile",
      withSegments(grey, ...splitJpeg(p3).filter(({ marker }) => marker === MARKERS.iccProfile)),
      [128, 96],
      255,
    ),
    refused('12 bits a channel', withByte(plain, MARKERS.baselineFrame, 4, 12), /precision/i),
    refused('16 bits a channel', withByte(plain, MARKERS.baselineFrame, 4, 16), /unsupported/i),
  ];
}

function metadata(pictures: Pictures): HostileFile[] {
  const plain = pictures.jpeg(400, 300);
  const junk = (length: number) => Buffer.alloc(length, 'metadata ');
  const orientations = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) =>
    picture(`EXIF orientation ${orientation}`, pictures.jpeg(400, 300, { orientation }), [128, 96], 12),
  );
  return [
    ...orientations,
    picture('EXIF with a GPS position', pictures.jpeg(400, 300, { gps: true }), [128, 96], 12),
    picture(
      'broken EXIF',
      withSegments(plain, segment(MARKERS.exif, Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1'))),
      [128, 96],
      12,
    ),
    picture(
      'EXIF orientation 9',
      withOrientation9(pictures.jpeg(400, 300, { orientation: 6 })),
      [96, 128],
      255,
    ),
    picture(
      '200 segments of metadata, 64 KB each',
      withSegments(plain, ...Array.from({ length: 200 }, () => segment(MARKERS.exif, junk(65_000)))),
      [128, 96],
      12,
    ),
    picture(
      '10,000 comments',
      withSegments(plain, ...Array.from({ length: 10_000 }, () => segment(MARKERS.comment, junk(20)))),
      [128, 96],
      12,
    ),
    picture('10 MB of random bytes after the end', Buffer.concat([plain, junk(10_000_000)]), [128, 96], 12),
  ];
}

/** Changes orientation 6 into 9, which does not exist. Such a picture stays as it is stored. */
function withOrientation9(jpeg: Uint8Array): Buffer {
  const file = Buffer.from(jpeg);
  // The tag, its type and its count, in the little-endian form that libvips writes. The value follows.
  const tag = file.indexOf('1201030001000000', 'hex');
  if (tag < 0 || file[tag + 8] !== 6)
    throw new Error('Expected orientation 6 in the EXIF data of the picture');
  file[tag + 8] = 9;
  return file;
}

function structures(pictures: Pictures): HostileFile[] {
  const progressive = pictures.jpeg(400, 300, { progressive: true });
  const plain = pictures.jpeg(400, 300);
  return [
    picture('progressive', progressive, [128, 96], 12),
    picture('two pictures in one file', Buffer.concat([plain, pictures.jpeg(32, 32)]), [128, 96], 12),
    refused(
      '1,000 scans of the same',
      withScans(progressive, 1000),
      /too much to decode: 1000 scans, at most 100/,
    ),
    picture('100 scans of the same', withScans(progressive, 100), [128, 96], 255),
    // Without its own tables, the decoder uses the standard ones, which are the tables of this picture.
    picture('no Huffman tables', withoutSegments(plain, 0xc4), [128, 96], 12),
    refused('no quantization tables', withoutSegments(plain, 0xdb), /quantization/i),
    refused('no scan', joinJpeg(splitJpeg(plain).filter(({ marker }) => marker !== MARKERS.scan)), /./),
    refused('a scan before the frame', joinJpeg(splitJpeg(plain).reverse()), /./),
  ];
}

/** Makes a progressive JPEG that repeats its first scan. Each copy claims to be complete, so each one is decoded. */
function withScans(progressive: Uint8Array, count: number): Buffer {
  const segments = splitJpeg(progressive);
  const first = segments.findIndex(({ marker }) => marker === MARKERS.scan);
  const scan = segments[first];
  if (!scan) throw new Error('Expected a scan in the JPEG');
  // The last byte of the scan's header says how many bits later scans add.
  scan.bytes[2 + scan.bytes.readUInt16BE(2) - 1] = 0;
  return joinJpeg([
    ...segments.slice(0, first),
    ...Array.from({ length: count }, () => scan),
    { marker: MARKERS.end, bytes: Buffer.from('ffd9', 'hex') },
  ]);
}

function picture(
  name: string,
  bytes: Uint8Array,
  [width, height]: readonly [number, number],
  difference: number,
): HostileFile {
  return { name, bytes, expect: { kind: 'picture', width, height, difference } };
}

/** The colours that sharp 0.35.5 makes of the test picture's inks. */
const ON_PAPER: Corners = {
  topLeft: [219, 28, 2],
  topRight: [69, 165, 31],
  bottomLeft: [23, 71, 145],
  bottomRight: [221, 221, 219],
};

/** Describes a CMYK picture with the shape 4 × 3. Rounding and compression change a colour by a few levels. */
function inks(name: string, bytes: Uint8Array): HostileFile {
  const expect = { kind: 'picture', width: 128, height: 96, difference: 3, corners: ON_PAPER } as const;
  return { name, bytes, expect };
}

function refused(name: string, bytes: Uint8Array, reason: RegExp): HostileFile {
  return { name, bytes, expect: { kind: 'refused', reason } };
}

/** Makes the largest accepted pictures, which take the most memory and time. */
export function makeLargest(pictures: Pictures): HostileFile[] {
  const progressive = pictures.jpeg(6_640, 4_992, { progressive: true, subsampled: true });
  return [
    picture('100 million pixels', pictures.jpeg(11_547, 8_660), [128, 96], 12),
    picture('33 million pixels, progressive', progressive, [128, 96], 12),
    picture('33 million pixels, 100 scans of the same', withScans(progressive, 100), [128, 96], 255),
    picture(
      '16 million pixels, progressive, not subsampled',
      pictures.jpeg(4_704, 3_528, { progressive: true }),
      [128, 96],
      12,
    ),
    inks(
      '12 million pixels, progressive, CMYK',
      pictures.jpeg(4_072, 3_056, { progressive: true, profile: 'cmyk' }),
    ),
  ];
}
