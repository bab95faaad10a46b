import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { measurePipeline, type PipelineResult } from './measure-pipeline.ts';
import { plotPipeline } from './pipeline-plot.ts';
import { comparePipeline, pipelineFigures } from './pipeline-report.ts';

export const pipelineSection: Section<PipelineResult> = {
  name: 'pipeline',
  title: 'Pipeline',
  about: `The template deployed twice onto one embedded AWS: with the project's functions, and with functions that only copy what was
uploaded, through the same code. One upload at a time, warm, in turn; milliseconds by the clock from the beginning of the upload to the later of
both outputs, as the functions' logs have it. *Resizing alone* is processor time, to the larger size. Goal: at most 1.3 times copying; *× with S3* is
what that would be if each answer of S3 began after 100 ms, as AWS's do. Then many uploads at once: what the embedded AWS, the functions and the
uploads take of the processors, and what the resizing alone would.`,
  async measure({ short, say }) {
    const photos = await photosOf(short ? [3] : [0.5, 3, 12], say);
    return measurePipeline({ short, photos, buildFolder: await buildQuietly(say) }, say);
  },
  terminal: (result) => toTerminal(pipelineFigures(result)),
  markdown: (result) => toMarkdown(pipelineFigures(result)),
  plots: (result) => ({ pipeline: plotPipeline(result) }),
  compare: comparePipeline,
};
