import { stopAllLeashed } from '../../cli/leashed.ts';
import { goFirst } from '../lambda/hold.ts';
import { type BurstResult, measureBurst } from './burst.ts';
import { measureSingle, type SingleResult } from './single.ts';
import { startPipelines } from './two-pipelines.ts';

/** The results of the whole pipeline on the embedded AWS. */
export interface PipelineResult {
  /** One upload at a time, warm; medians. */
  single: SingleResult[];
  burst: BurstResult;
}

export interface PipelineOptions {
  short: boolean;
  /** Where `sam build` has put both functions. */
  buildFolder: string;
  photos: readonly { megapixels: number; file: string }[];
}

const BURST_MEGAPIXELS = 3;
/** Measures the pipeline. @throws Error when outputs do not arrive. */
export async function measurePipeline(
  { short, buildFolder, photos }: PipelineOptions,
  say: (line: string) => void,
): Promise<PipelineResult> {
  // The embedded AWS and the functions inherit it.
  const stepBack = goFirst();
  try {
    const pipelines = await startPipelines(buildFolder, say);
    const single: SingleResult[] = [];
    for (const photo of photos) single.push(await measureSingle(pipelines, photo, short ? 4 : 25, say));
    const photo = photos.find(({ megapixels }) => megapixels === BURST_MEGAPIXELS);
    if (photo === undefined) throw new Error(`Expected a photo of ${BURST_MEGAPIXELS} megapixels.`);
    // Once before, so that as many of the functions' processes are up as work at once.
    await measureBurst(pipelines.resizing, photo, { pictures: 20, folder: 'before' }, say);
    const burst = await measureBurst(
      pipelines.resizing,
      photo,
      { pictures: short ? 20 : 500, folder: 'burst' },
      say,
    );
    return { single, burst };
  } finally {
    await stopAllLeashed();
    stepBack();
  }
}
