import type { Vips } from '../../functions/pipeline/vips.ts';

/** As a viewer sees it, pixels. */
const WIDTH = 720;
const HEIGHT = 960;

/** Held upright, a phone stores its picture lying on its side, and notes which way is up. */
const ORIENTATION = 6;

const SKY = [60, 150, 230];
const SAND = [235, 200, 120];
const SUN = [255, 225, 40];
const ROOF = [200, 50, 40];
const TREE = [30, 120, 50];
const NIGHT = [40, 30, 90];

/**
 * Draws the picture that the probe uploads: a house by the sea, which looks like nothing else when it is turned or
 * mirrored. A JPEG of 960 × 720 pixels as stored, 720 × 960 upright.
 */
export function drawCheckPicture(vips: Vips): Uint8Array {
  using black = vips.Image.black(WIDTH, HEIGHT, { bands: 3 });
  using canvas = black.copy({ interpretation: 'srgb' });
  using upright = canvas.copyMemory();
  const area = (colour: number[], ...place: [left: number, top: number, width: number, height: number]) =>
    upright.drawRect(colour, ...place, { fill: true });
  area(SKY, 0, 0, WIDTH, 620);
  area(NIGHT, 0, 0, 240, 300);
  area(SAND, 0, 620, WIDTH, 340);
  upright.drawCircle(SUN, 560, 170, 110, { fill: true });
  area(ROOF, 120, 420, 260, 90);
  area([245, 245, 240], 150, 510, 200, 200);
  area(NIGHT, 190, 560, 60, 150);
  upright.drawCircle(TREE, 590, 560, 90, { fill: true });
  area([110, 70, 40], 570, 640, 40, 170);
  area(ROOF, 560, 880, 160, 80);
  using blurred = upright.gaussblur(2);
  using turned = blurred.rot('d270');
  using stored = turned.copy();
  stored.setInt('orientation', ORIENTATION);
  return stored.jpegsaveBuffer({ Q: 88 });
}
