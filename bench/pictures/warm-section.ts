import path from 'node:path';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { findVipsthumbnail } from './find-vipsthumbnail.ts';
import { benchFolder, installPeers } from './install-peers.ts';
import { startPeers } from './peers.ts';
import { makePhotos } from './photos.ts';
import { requireSamePixels } from './same-pixels.ts';
import { BOXES, measureWarm, type WarmResult } from './warm.ts';
import { plotWarm } from './warm-plot.ts';
import { compareWarm, warmRows } from './warm-report.ts';

const OUTPUTS = path.join(benchFolder, 'outputs');

export const warmSection: Section<WarmResult[]> = {
  name: 'warm',
  title: 'Resizing, warm',
  about: `Milliseconds of processor time, of all threads, from the bytes of one JPEG to those of the other at quality 80, to fit within
128 / 640 pixels: medians. All peers take turns, so that what slows the machine down meets them alike; each is used as its documentation
says for many pictures, on one thread, and is warm (vipsthumbnail is a process for each picture, as it is used). *× sharp* is the
geometric mean over all photos and both boxes. *Likeness* is the least peak signal-to-noise ratio against sharp's output; the benchmark
fails when this project's pixels are not sharp's, here and for a dozen other ratios.

The photos are collages of cut-outs, in their own resolution, of six that are free to use: astronaut (NASA, public domain), chelsea
(Stéfan van der Walt), coffee (Rachel Michetti) and rocket (SpaceX), all CC0, from scikit-image; china (danielbuechele) and flower (vultilion), CC
BY 2.0, from scikit-learn. To enlarge them would leave a decoder less detail than a camera does.`,
  async measure(options) {
    options.say('Install the peers');
    await installPeers();
    const vipsthumbnail = await findVipsthumbnail();
    if (vipsthumbnail === undefined)
      console.log('vipsthumbnail is left out: install libvips-tools (Debian) or vips (Homebrew) to have it.');
    const photos = await makePhotos(options.short ? 3 : 50);
    const peers = startPeers(vipsthumbnail);
    try {
      options.say('Compare with the pixels of sharp');
      for (const photo of photos.slice(0, 2)) await requireSamePixels(peers, photo, OUTPUTS);
      return await measureWarm(peers, photos, options, OUTPUTS);
    } finally {
      await Promise.all(peers.map(({ stop }) => stop()));
    }
  },
  terminal: (warm) =>
    `${toTerminal(BOXES.map((box) => warmRows(warm, [box])))}\nMilliseconds of processor time, medians; × sharp: geometric mean of both sizes.`,
  markdown: (warm) => toMarkdown([warmRows(warm)]),
  plots: (warm) => ({ warm: plotWarm(warm) }),
  compare: compareWarm,
};
