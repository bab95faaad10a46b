import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { measureSizes, type SizeResult } from './measure-sizes.ts';
import { plotSizes } from './sizes-plot.ts';
import { compareSizes, sizesFigures } from './sizes-report.ts';

export const sizesSection: Section<SizeResult[]> = {
  name: 'memory-size',
  title: 'Memory size, duration and price',
  about: `The built functions run in processes that are limited as Lambda limits them: to their memory (\`memory.max\`) and, after their start, to
their share of a processor (\`cpu.max\`; 1,769 MB give one processor). Each answer of S3 begins after 100 ms. The times are medians by the clock, in
milliseconds: until a process is loaded (*start*), for its *first* photo (of the larger size), and for further photos, in the slower function. Both
functions work at the same time. *$* is Lambda's price for a million photos in Tokyo, for both functions and without the free tier: on x86_64, for
the larger size on *arm64* (if it takes as long there), and if one photo in a hundred has a *cold* start, which is billed too. *Largest* is the
slowest of the largest files that are accepted, or *no* if they do not fit into the memory. The times do not include Lambda's own work, which is
to fetch the code and to start Node.`,
  async measure({ short, say }) {
    const photos = await photosOf(short ? [3] : [3, 12], say);
    const results = await measureSizes({ short, photos, buildFolder: await buildQuietly(say) }, say);
    if (results.length === 0)
      console.log('This machine cannot limit processes. Limits need root and Linux with control groups.');
    return results;
  },
  terminal: (results) => toTerminal(sizesFigures(results)),
  markdown: (results) => toMarkdown(sizesFigures(results)),
  plots: (results) => (results.length === 0 ? {} : { 'memory-size': plotSizes(results) }),
  compare: compareSizes,
};
