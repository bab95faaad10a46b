import { startVips, type Vips } from '../../functions/pipeline/vips.ts';

/** Sizes of the details in pixels. A photo has details of every size. */
const DETAILS = [1, 4, 16, 64, 256];

/**
 * Makes a JPEG of soft noise with an aspect ratio of 4:3, at a camera's quality. It takes about as much work to resize as a
 * photo, and its outputs are about as large.
 */
export async function makePhoto(megapixels: number): Promise<Uint8Array> {
  const vips = await startVips();
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
  const height = Math.round((megapixels * 1e6) / width);
  const [red, ...others] = [1, 2, 3].map((seed) => makeBand(vips, width, height, seed));
  if (red === undefined) throw new Error('Expected at least one band, found none.');
  return red.bandjoin(others).cast('uchar').copy({ interpretation: 'srgb' }).jpegsaveBuffer({ Q: 85 });
}

function makeBand(vips: Vips, width: number, height: number, seed: number) {
  const layers = DETAILS.map((size) => {
    const noise = { mean: 128 / DETAILS.length, sigma: 16, seed: seed * 1000 + size };
    const small = vips.Image.gaussnoise(Math.ceil(width / size) + 1, Math.ceil(height / size) + 1, noise);
    return small.resize(size).crop(0, 0, width, height);
  });
  return layers.reduce((sum, layer) => sum.add(layer)).gaussblur(0.8);
}
