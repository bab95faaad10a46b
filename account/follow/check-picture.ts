import { randomInt } from 'node:crypto';
import type { Vips } from '../../functions/pipeline/vips.ts';
import { likeness } from './likeness.ts';

type Picture = InstanceType<Vips['Image']>;
type Colour = [number, number, number];

/** A phone that is held upright often stores its picture sideways, and records the orientation in EXIF. */
const TURNS = [
  { orientation: 6, stored: 'd270' },
  { orientation: 8, stored: 'd90' },
] as const;

/** A copy that is turned wrongly, mirrored or without colour is less similar to the picture than this. */
const MOST_LIKE_A_WRONG_ONE = 0.75;

/**
 * Draws the picture that the probe uploads: coloured areas whose colours, places, size and orientation nobody can
 * know beforehand.
 * @param leastEdge pixels: the least length of the longer edge, so that the picture does not fit into the functions'
 * boxes.
 * @returns a JPEG that is taller than wide when it is shown upright.
 */
export function drawCheckPicture(vips: Vips, leastEdge: number): Uint8Array {
  for (;;) {
    using upright = drawScene(vips, leastEdge);
    if (isMistakable(vips, upright)) continue;
    const { orientation, stored } = TURNS[randomInt(TURNS.length)] ?? TURNS[0];
    using turned = upright.rot(stored);
    using copy = turned.copy();
    copy.setInt('orientation', orientation);
    return copy.jpegsaveBuffer({ Q: randomInt(82, 95) });
  }
}

function drawScene(vips: Vips, leastEdge: number): Picture {
  const height = Math.round(leastEdge * (1 + Math.random() * 0.3));
  const width = Math.round(height * (0.64 + Math.random() * 0.14));
  using black = vips.Image.black(width, height, { bands: 3 });
  using canvas = black.copy({ interpretation: 'srgb' });
  using scene = canvas.copyMemory();
  const [columns, rows] = [randomInt(3, 6), randomInt(4, 7)];
  for (const [left, right] of cuts(width, columns)) {
    for (const [top, bottom] of cuts(height, rows)) {
      scene.drawRect(randomColour(), left, top, right - left, bottom - top, { fill: true });
    }
  }
  for (let circles = randomInt(3, 7); circles > 0; circles--) {
    const radius = randomInt(Math.round(width / 12), Math.round(width / 4));
    scene.drawCircle(randomColour(), randomInt(width), randomInt(height), radius, { fill: true });
  }
  using blurred = scene.gaussblur(1 + Math.random() * 2);
  // libvips computes a picture each time when it is read. In memory, it is computed once.
  return blurred.copyMemory();
}

/** Cuts a length into parts of random sizes. */
function cuts(length: number, parts: number): [from: number, to: number][] {
  const sizes = Array.from({ length: parts }, () => 0.5 + Math.random());
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  return sizes.map((size, index) => {
    const from = Math.round(at);
    at += (size / total) * length;
    return [from, index === parts - 1 ? length : Math.round(at)];
  });
}

/** Colours are rarely grey, because one channel is strong and one is weak. */
function randomColour(): Colour {
  const channels = [randomInt(170, 256), randomInt(256), randomInt(90)];
  const start = randomInt(3);
  const way = randomInt(2) === 0 ? 1 : 2;
  const at = (index: number) => channels[(start + way * index) % 3] ?? 0;
  return [at(0), at(1), at(2)];
}

/** Tells whether the picture looks much the same when it is turned, mirrored, grey, or one even area. */
function isMistakable(vips: Vips, picture: Picture): boolean {
  using small = shrink(picture);
  using left = small.rot('d90');
  using around = small.rot('d180');
  using mirrored = small.flip('horizontal');
  using upsideDown = small.flip('vertical');
  using oneBand = small.colourspace('b-w');
  using grey = oneBand.bandjoin([oneBand, oneBand]);
  using negative = small.invert();
  using even = evenArea(vips, small);
  const right = bytesOf(small);
  return [left, around, mirrored, upsideDown, grey, negative, even].some(
    (wrong) => likeness(right, bytesOf(wrong)) > MOST_LIKE_A_WRONG_ONE,
  );
}

/** Returns an area of the same size in the mean colour of the picture. */
function evenArea(vips: Vips, picture: Picture): Picture {
  using mean = picture.stats();
  const channel = (band: number) => mean.getpoint(4, band + 1)[0] ?? 0;
  using black = vips.Image.black(picture.width, picture.height, { bands: 3 });
  using coloured = black.linear([1, 1, 1], [channel(0), channel(1), channel(2)]);
  return coloured.cast('uchar');
}

/** Shrinks the picture to 32 by 32 pixels, the size at which pictures are compared. */
function shrink(picture: Picture): Picture {
  using small = picture.thumbnailImage(32, { height: 32, size: 'force', no_rotate: true });
  using srgb = small.copy({ interpretation: 'srgb' });
  return srgb.copyMemory();
}

function bytesOf(picture: Picture): Uint8Array {
  return Uint8Array.from(picture.writeToMemory());
}
