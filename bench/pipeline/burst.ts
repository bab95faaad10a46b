import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import pLimit from 'p-limit';
import { awaitOutputs, readArrivals, upload } from './arrivals.ts';
import { type ProcessorTime, processorTime } from './processor-time.ts';
import { resizeAlone } from './resize-alone.ts';
import type { Pipeline } from './two-pipelines.ts';

/** The result of many uploads at once. */
export interface BurstResult {
  pictures: number;
  megapixels: number;
  cores: number;
  /** By the clock, from the first upload to the last output. */
  seconds: number;
  /** Processor seconds that resizing alone takes for as many, to both sizes. */
  resizingSeconds: number;
  /** Processor seconds of all that took part. */
  processor?: ProcessorTime;
}

const UPLOADS_AT_ONCE = 8;

export interface BurstOptions {
  pictures: number;
  /** Below which they are uploaded. */
  folder: string;
}

export async function measureBurst(
  pipeline: Pipeline,
  { megapixels, file }: { megapixels: number; file: string },
  { pictures, folder }: BurstOptions,
  say: (line: string) => void,
): Promise<BurstResult> {
  const bytes = readFileSync(file);
  const since = Date.now();
  const before = processorTime();
  const limit = pLimit(UPLOADS_AT_ONCE);
  let done = 0;
  const uploads = Array.from({ length: pictures }, (_, index) =>
    limit(async () => {
      await upload(pipeline, `${folder}/${index}.jpg`, bytes);
      say(`a burst: ${++done} of ${pictures} uploaded`);
    }),
  );
  await Promise.all(uploads);
  await awaitOutputs(pipeline, folder, pictures);
  const after = processorTime();
  const arrivals = await readArrivals(pipeline, since);
  const last = Math.max(...arrivals.values());
  const cores = cpus().length;
  return {
    pictures,
    megapixels,
    cores,
    seconds: (last - since) / 1000,
    resizingSeconds: (pictures * (await resizeAlone(bytes, [128, 640]))) / 1000,
    ...(before && after && { processor: difference(after, before) }),
  };
}

function difference(after: ProcessorTime, before: ProcessorTime): ProcessorTime {
  return {
    emulator: after.emulator - before.emulator,
    functions: after.functions - before.functions,
    uploads: after.uploads - before.uploads,
  };
}
