import path from 'node:path';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { findVipsthumbnail } from './find-vipsthumbnail.ts';
import { benchFolder, installPeers } from './install-peers.ts';
import { startPeers } from './peers.ts';
import { makeColouredPhotos, makePhotos } from './photos.ts';
import { requireSamePixels } from './same-pixels.ts';
import { BOXES, measureWarm, type WarmResult } from './warm.ts';
import { plotWarm } from './warm-plot.ts';
import { byColours, compareWarm, warmRows } from './warm-report.ts';

/** The peers that convert other colours to sRGB, as this project does. */
const COLOUR_MANAGED = ['image-lab', 'wasm-vips plain', 'sharp', 'sharp-wasm32'];

const OUTPUTS = path.join(benchFolder, 'outputs');

export const warmSection: Section<WarmResult[]> = {
  name: 'warm',
  title: 'Resizing, warm',
  about: `The table shows the processor time of all threads in milliseconds, as medians. It covers the way from the bytes of a JPEG to the bytes of
its copy at quality 80, which fits within 128 / 640 pixels. All peers take turns, so a slower machine affects them equally. Each is used as
its documentation recommends for many pictures, on one thread, and is warm. vipsthumbnail starts a process for each picture, as usual. *×
sharp* is the geometric mean over all photos and both boxes. *Likeness* is the lowest peak signal-to-noise ratio against sharp's output. The
benchmark fails when this project's pixels differ from sharp's, here and for a dozen other ratios. *sharp-wasm32* is sharp compiled to
WebAssembly.

The second table has the photo of 12 megapixels in Display P3, which iPhones write, and in CMYK, which print shops use. It compares the
peers that convert them to sRGB. This project converts Display P3 after resizing, and sharp before
([why](../decisions/0014-colours.md)). [More kinds of picture, compared with sharp](pictures.md).

The photos are collages. Their parts are cut, in the original resolution, from six photos that are free to use: astronaut (NASA, public domain), chelsea
(Stéfan van der Walt), coffee (Rachel Michetti) and rocket (SpaceX), all CC0, from scikit-image; china (danielbuechele) and flower (vultilion), CC
BY 2.0, from scikit-learn. Enlarged photos would have less detail than those of a camera.`,
  async measure(options) {
    options.say('Install the peers');
    await installPeers();
    const vipsthumbnail = await findVipsthumbnail();
    if (vipsthumbnail === undefined)
      console.log(
        'vipsthumbnail is left out. To include it, install libvips-tools (Debian) or vips (Homebrew).',
      );
    const photos = await makePhotos(options.short ? 3 : 50);
    const peers = startPeers(vipsthumbnail);
    try {
      options.say('Compare with the pixels of sharp');
      for (const photo of photos.slice(0, 2)) await requireSamePixels(peers, photo, OUTPUTS);
      const managed = peers.filter(({ name }) => COLOUR_MANAGED.includes(name));
      return [
        ...(await measureWarm(peers, photos, options, OUTPUTS)),
        ...(await measureWarm(managed, await makeColouredPhotos(), options, OUTPUTS)),
      ];
    } finally {
      await Promise.all(peers.map(({ stop }) => stop()));
    }
  },
  terminal: (warm) =>
    `${toTerminal(byColours(warm).flatMap((part) => BOXES.map((box) => warmRows(part, [box]))))}\nMilliseconds of processor time, medians; × sharp: geometric mean of both sizes.`,
  markdown: (warm) => toMarkdown(byColours(warm).map((part) => warmRows(part))),
  plots: (warm) => ({ warm: plotWarm(byColours(warm)[0] ?? []) }),
  compare: compareWarm,
};
