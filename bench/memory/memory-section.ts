import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { type MemoryResult, measureMemory } from './measure-memory.ts';
import { plotMemory } from './memory-plot.ts';
import { compareMemory, memoryFigures } from './memory-report.ts';

export const memorySection: Section<MemoryResult> = {
  name: 'memory',
  title: 'Memory',
  about: `The tables show the resident memory of a function's process, in megabytes of a million bytes. Node runs the built artifact as Lambda does.
The function gets the messages of uploads, and reads and writes by HTTP. The first table shows the peak of a new process that makes one picture,
and its memory after loading. Then one process of CreateMobileImage makes many pictures: photos of all these sizes, and damaged files. *Flat*
means that the memory grew by less than a tenth between the first and the last column. Last come the largest files that are accepted: 100
megapixels, and the largest progressive ones. The goal is 200 MB for 50 megapixels.`,
  async measure({ short, say }) {
    const photos = await photosOf(short ? [3, 12] : [0.5, 3, 12, 24, 50], say);
    return measureMemory({ short, photos, buildFolder: await buildQuietly(say) }, say);
  },
  terminal: (result) => toTerminal(memoryFigures(result)),
  markdown: (result) => toMarkdown(memoryFigures(result)),
  plots: (result) => ({ memory: plotMemory(result) }),
  compare: compareMemory,
};
