import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { bundlePeers } from './bundle-peers.ts';
import { type ColdResult, MEMORY_MB, measureCold } from './cold.ts';
import { plotCold } from './cold-plot.ts';
import { coldRows, compareCold } from './cold-report.ts';

const MEGAPIXELS = 3;
const LEFT_OUT =
  'Left out: no process can be held to a share of a processor here. That takes Linux, its control groups, and the right to make them (root).';

export const coldSection: Section<ColdResult[]> = {
  name: 'cold',
  title: 'The first picture of a new function',
  about: `The table shows milliseconds by the clock, for the built function CreateThumbnail and for functions that only differ in how they resize. All
are bundled in the same way, handle messages in the same way, and have the same S3 client. S3 is a server on the loopback. \`to load it\` is the time from the start of a
process until the handler is loaded, with a whole processor. This was observed on Lambda, but AWS does not document it. The first picture (${MEGAPIXELS}
megapixels, to 128 pixels) gets the share of a processor that Lambda gives to ${MEMORY_MB} MB: 0.29, set with a control group. Each function runs in new processes, in turn. The
values are medians ± half of the interquartile range. While it is loaded, *sharp, rehearsed* does the same as this project's function: one tiny
picture, and one request of each kind. Few functions do this.`,
  async measure(options) {
    const [photo] = await photosOf([MEGAPIXELS], options.say);
    if (photo === undefined) throw new Error(`Expected a photo of ${MEGAPIXELS} megapixels`);
    const buildFolder = await buildQuietly(options.say);
    const functions = [{ peer: 'image-lab', buildFolder }, ...(await bundlePeers())];
    return measureCold(functions, photo, options);
  },
  terminal: (cold) =>
    cold.length === 0
      ? LEFT_OUT
      : `${toTerminal([coldRows(cold)])}\nMilliseconds by the clock, medians ± half of the interquartile range; ×: times sharp's.`,
  markdown: (cold) => (cold.length === 0 ? LEFT_OUT : toMarkdown([coldRows(cold)])),
  plots: (cold) => (cold.length === 0 ? {} : { cold: plotCold(cold) }),
  compare: compareCold,
};
