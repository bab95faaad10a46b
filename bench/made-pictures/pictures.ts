import { startVips, type Vips } from '../../functions/pipeline/vips.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** The colours of the four quarters of a test picture, as a viewer sees them. */
export type Corners = Readonly<Record<'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight', Rgb>>;

const CORNERS = {
  topLeft: [220, 40, 40],
  topRight: [40, 180, 60],
  bottomLeft: [40, 60, 220],
  bottomRight: [230, 230, 230],
} as const satisfies Corners;

export interface PictureOptions {
  /** EXIF orientation, 1 to 8: how the camera was held. A viewer shows the same picture for every orientation. */
  orientation?: number;
  /** The embedded colour profile. */
  profile?: 'p3' | 'cmyk';
  /** The picture has only one channel. */
  grey?: boolean;
  progressive?: boolean;
  /** The colours have half the resolution (4:2:0), as cameras write them. */
  subsampled?: boolean;
  /** The EXIF data say where the picture was taken, and by which camera. */
  gps?: boolean;
}

/** Makes and reads pictures for tests, with the same library that resizes. */
export async function createTestPictures() {
  const vips = await startVips();
  return {
    vips,
    jpeg: (width: number, height: number, options: PictureOptions = {}) =>
      makeJpeg(vips, width, height, options),
    /** Makes a CMYK picture without a profile, in one colour. @param colour four inks, 0 to 255. */
    inks: (width: number, height: number, colour: readonly [number, number, number, number]) =>
      vips.Image.black(width, height)
        .add([...colour])
        .cast('uchar')
        .copy({ interpretation: 'cmyk' })
        .jpegsaveBuffer({ Q: 92, keep: 'none' }),
    ycck: (width: number, height: number) => makeYcck(vips, width, height),
    png: (width: number, height: number) => makeCorners(vips, width, height).pngsaveBuffer(),
    /** @param expected colours of the quarters, when they differ from those of the test pictures. */
    read: (bytes: Uint8Array, expected?: Corners) => readPicture(vips, bytes, expected),
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
  const row = (from: Rgb, to: Rgb, rows: number) =>
    width === left
      ? area(from, left, rows)
      : area(from, left, rows).join(area(to, width - left, rows), 'horizontal');
  const upper = row(CORNERS.topLeft, CORNERS.topRight, top);
  if (height === top) return upper;
  const lower = row(CORNERS.bottomLeft, CORNERS.bottomRight, height - top);
  return upper.join(lower, 'vertical');
}

/** @param width and height as a viewer sees them. For orientations 5 to 8, they are swapped in the file. */
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
  return picture.jpegsaveBuffer({
    Q: 92,
    interlace: options.progressive ?? false,
    subsample_mode: options.subsampled ? 'on' : 'auto',
  });
}

/**
 * Makes a JPEG in YCCK, as some programs of print shops do. libvips writes only CMYK. So it gets values that a
 * decoder turns into CMYK when the Adobe marker says that they are YCCK.
 */
function makeYcck(vips: Vips, width: number, height: number): Uint8Array {
  const cmyk = makeCorners(vips, width, height).iccTransform('cmyk', { input_profile: 'srgb' });
  const inks = cmyk.extractBand(0, { n: 3 });
  const luma = inks.recomb(
    vips.Image.newMatrix(3, 3, [0.299, 0.587, 0.114, -0.168736, -0.331264, 0.5, 0.5, -0.418688, -0.081312]),
  );
  // libvips writes CMYK inverted, as Adobe's programs do.
  const stored = luma.linear([-1, -1, -1], [255, 127, 127]).bandjoin(cmyk.extractBand(3)).cast('uchar');
  const file = Buffer.from(stored.copy({ interpretation: 'cmyk' }).jpegsaveBuffer({ Q: 92, keep: 'none' }));
  const adobe = file.indexOf('Adobe');
  file[adobe + 11] = 2;
  return file;
}

type Picture = InstanceType<Vips['Image']>;

/** Turns a picture the opposite way from what a viewer does for an orientation. */
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

/** Decodes a whole JPEG and describes it. */
function readPicture(vips: Vips, bytes: Uint8Array, expected: Corners = CORNERS) {
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
    /** The largest difference between a channel and the colour that a viewer should see there. */
    difference: Math.max(
      ...Object.entries(expected).map(([corner, colour]) =>
        farthest(colour, corners[corner as keyof Corners]),
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
