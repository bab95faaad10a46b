import { buildQuietly, photosOf } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { measurePipeline, type PipelineResult } from './measure-pipeline.ts';
import { plotPipeline } from './pipeline-plot.ts';
import { comparePipeline, pipelineFigures } from './pipeline-report.ts';

export const pipelineSection: Section<PipelineResult> = {
  name: 'pipeline',
  title: 'Pipeline',
  about: `The template is deployed twice to one embedded AWS: with the project's functions, and with functions that only copy the upload through the
same code. There is one upload at a time, warm and in turn. The times are milliseconds by the clock from the start of the upload to the later
of both outputs, according to the functions' logs. *Resizing alone* is processor time, for the larger size. The goal is at most 1.3 times the
time of copying. *× with S3* is that ratio if each answer of S3 began after 100 ms, as on AWS. Then many uploads come at once. The second table
shows the processor time of the embedded AWS, the functions and the uploads, and of the resizing alone.`,
  async measure({ short, say }) {
    const photos = await photosOf(short ? [3] : [0.5, 3, 12], say);
    return measurePipeline({ short, photos, buildFolder: await buildQuietly(say) }, say);
  },
  terminal: (result) => toTerminal(pipelineFigures(result)),
  markdown: (result) => toMarkdown(pipelineFigures(result)),
  plots: (result) => ({ pipeline: plotPipeline(result) }),
  compare: comparePipeline,
};
