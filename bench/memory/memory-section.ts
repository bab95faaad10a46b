import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { type MemoryResult, measureMemory } from './measure-memory.ts';
import { plotMemory } from './memory-plot.ts';
import { compareMemory, memoryFigures } from './memory-report.ts';

export const memorySection: Section<MemoryResult> = {
  name: 'memory',
  title: 'Memory',
  about: `Resident megabytes (of a million bytes) of the process that a function is: the built artifact, in Node started as Lambda starts it,
gets the messages of uploads and reads and writes by HTTP. First the peak of a new process that makes one picture, and what it has once it
is loaded. Then many in one process of CreateMobileImage: photos of all these sizes, and damaged files. *Flat* is what has grown by less
than a tenth between the first and the last column. Last, the largest files that are accepted: 100 megapixels, and the largest progressive ones.
Goal: 200 MB for 50 megapixels.`,
  async measure({ short, say }) {
    const photos = await photosOf(short ? [3, 12] : [0.5, 3, 12, 24, 50], say);
    return measureMemory({ short, photos, buildFolder: await buildQuietly(say) }, say);
  },
  terminal: (result) => toTerminal(memoryFigures(result)),
  markdown: (result) => toMarkdown(memoryFigures(result)),
  plots: (result) => ({ memory: plotMemory(result) }),
  compare: compareMemory,
};
