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
  about: `Milliseconds by the clock, of the built function CreateThumbnail and of functions that differ in how they resize only: all bundled
alike, with the same handling of messages and the same client of S3, which is a server on the loopback. \`to load it\` is from the start of a
process until the handler is there, with a whole processor, as on Lambda; the first picture (${MEGAPIXELS} megapixels, to 128 pixels) has the share of a
Lambda of ${MEMORY_MB} MB: 0.29, by a control group. New processes of each function, in turn: medians ± half of the interquartile range. *sharp,
rehearsed* does while it is loaded what this project's function does (one tiny picture, and one request of each kind): few functions do.`,
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
