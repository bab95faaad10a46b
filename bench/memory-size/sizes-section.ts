import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { measureSizes, type SizeResult } from './measure-sizes.ts';
import { plotSizes } from './sizes-plot.ts';
import { compareSizes, sizesFigures } from './sizes-report.ts';

export const sizesSection: Section<SizeResult[]> = {
  name: 'memory-size',
  title: 'Memory size, duration and price',
  about: `The built functions in processes that are held as Lambda holds them: to their memory (\`memory.max\`), and after their start to their
share of a processor (\`cpu.max\`; 1,769 MB are one). Each answer of S3 begins after 100 ms. By the clock, medians, in milliseconds: until a
process is loaded (*start*), its *first* photo (of the larger size), and further ones, of the slower function; both work at once. *$* is what
Lambda asks for a million photos, in Tokyo, of both functions and without the free tier: on x86_64, for the larger size on *arm64* (if it takes as long
there), and if one of a hundred is *cold*, whose start is billed, too. *Largest*: the slowest of the largest files that are accepted; *no* where
they do not fit into the memory. Not in it: what Lambda itself takes to fetch the code and to start Node.`,
  async measure({ short, say }) {
    const photos = await photosOf(short ? [3] : [3, 12], say);
    const results = await measureSizes({ short, photos, buildFolder: await buildQuietly(say) }, say);
    if (results.length === 0)
      console.log('No process can be held here: it takes Linux with control groups, and root.');
    return results;
  },
  terminal: (results) => toTerminal(sizesFigures(results)),
  markdown: (results) => toMarkdown(sizesFigures(results)),
  plots: (results) => (results.length === 0 ? {} : { 'memory-size': plotSizes(results) }),
  compare: compareSizes,
};
