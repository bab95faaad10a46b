import { startVips, type Vips } from './vips.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** The corners of every test picture, as a viewer sees them. */
const CORNERS = {
  topLeft: [220, 40, 40],
  topRight: [40, 180, 60],
  bottomLeft: [40, 60, 220],
  bottomRight: [230, 230, 230],
} as const satisfies Record<string, Rgb>;

export interface PictureOptions {
  /** EXIF orientation, 1 to 8: how the camera was held. The picture is stored so that it looks the same in all. */
  orientation?: number;
  /** Colour profile that is embedded. */
  profile?: 'p3' | 'cmyk';
  /** One channel only. */
  grey?: boolean;
  progressive?: boolean;
  /** Where it was taken, and by what. */
  gps?: boolean;
}

/** Makes and reads pictures for tests, by the same library that resizes. */
export async function createTestPictures() {
  const vips = await startVips();
  return {
    vips,
    jpeg: (width: number, height: number, options: PictureOptions = {}) =>
      makeJpeg(vips, width, height, options),
    png: (width: number, height: number) => makeCorners(vips, width, height).pngsaveBuffer(),
    read: (bytes: Uint8Array) => readPicture(vips, bytes),
  };
}

function makeCorners(vips: Vips, width: number, height: number) {
  const left = Math.ceil(width / 2);
  const top = Math.ceil(height / 2);
  const area = (colour: Rgb, x: number, y: number) =>
    vips.Image.black(x, y)
      .add([...colour])
      .cast('uchar')
      .copy({ interpretation: 'srgb' });
  const upper = area(CORNERS.topLeft, left, top).join(
    area(CORNERS.topRight, width - left, top),
    'horizontal',
  );
  if (height === top) return upper;
  const lower = area(CORNERS.bottomLeft, left, height - top).join(
    area(CORNERS.bottomRight, width - left, height - top),
    'horizontal',
  );
  return upper.join(lower, 'vertical');
}

/** @param width and height as a viewer sees them; stored the other way round for orientations 5 to 8. */
function makeJpeg(vips: Vips, width: number, height: number, options: PictureOptions): Uint8Array {
  const upright = makeCorners(vips, width, height);
  const stored = storeAs(upright, options.orientation ?? 1).copy();
  if (options.orientation !== undefined) stored.setInt('orientation', options.orientation);
  if (options.gps)
    stored.setString(
      'exif-ifd3-GPSLatitude',
      '35/1 41/1 22/1 (35, 41, 22, Rational, 3 components, 24 bytes)',
    );
  const coloured =
    options.profile === undefined ? stored : stored.iccTransform(options.profile, { input_profile: 'srgb' });
  const picture = options.grey ? coloured.colourspace('b-w') : coloured;
  return picture.jpegsaveBuffer({ Q: 92, interlace: options.progressive ?? false });
}

type Picture = InstanceType<Vips['Image']>;

/** The opposite of what a viewer does for each orientation. */
function storeAs(upright: Picture, orientation: number): Picture {
  switch (orientation) {
    case 2:
      return upright.flip('horizontal');
    case 3:
      return upright.rot('d180');
    case 4:
      return upright.flip('vertical');
    case 5:
      return upright.rot('d90').flip('horizontal');
    case 6:
      return upright.rot('d270');
    case 7:
      return upright.rot('d270').flip('horizontal');
    case 8:
      return upright.rot('d90');
    default:
      return upright;
  }
}

/** Decodes a JPEG wholly, and says what is in it. */
function readPicture(vips: Vips, bytes: Uint8Array) {
  using picture = vips.Image.jpegloadBuffer(bytes, { fail_on: 'warning' });
  const { width, height, bands } = picture;
  const colourAt = (x: number, y: number) => [
    ...picture.getpoint(Math.floor(x * width), Math.floor(y * height)),
  ];
  const corners = {
    topLeft: colourAt(0.25, 0.25),
    topRight: colourAt(0.75, 0.25),
    bottomLeft: colourAt(0.25, 0.75),
    bottomRight: colourAt(0.75, 0.75),
  };
  const has = (field: string) => picture.getTypeof(field) !== 0;
  return {
    width,
    height,
    bands,
    corners,
    /** The largest difference of any channel from the colours that a viewer should see there. */
    difference: Math.max(
      ...Object.entries(CORNERS).map(([corner, colour]) =>
        farthest(colour, corners[corner as keyof typeof CORNERS]),
      ),
    ),
    hasExif: has('exif-data'),
    hasProfile: has('icc-profile-data'),
    hasOrientation: has('orientation') && picture.getInt('orientation') !== 1,
  };
}

function farthest(expected: Rgb, found: number[]): number {
  return Math.max(...expected.map((value, channel) => Math.abs(value - (found[channel] ?? 0))));
}
