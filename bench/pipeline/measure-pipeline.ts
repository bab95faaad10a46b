import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { median } from 'simple-statistics';
import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { goFirst } from '../lambda/hold.ts';
import { awaitOutputs, readArrivals, upload } from './arrivals.ts';
import { type ProcessorTime, processorTime } from './processor-time.ts';
import { type Pipeline, startPipelines } from './two-pipelines.ts';

/** What the embedded AWS carried through. */
export interface PipelineResult {
  /** One upload at a time, warm; medians. */
  single: SingleResult[];
  burst: BurstResult;
}

/** Milliseconds. */
export interface SingleResult {
  megapixels: number;
  rounds: number;
  /** From the beginning of the upload to the later output, by the clock. */
  resizingMs: number;
  copyingMs: number;
  /** Of a processor, that the resizing alone takes, to the larger size. */
  aloneMs: number;
}

/** Many uploads at once. */
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

export interface PipelineOptions {
  short: boolean;
  /** Where `sam build` has put both functions. */
  buildFolder: string;
  photos: readonly { megapixels: number; file: string }[];
}

const BURST_MEGAPIXELS = 3;
const UPLOADS_AT_ONCE = 8;
const WARM_UPS = 3;
/** What the embedded AWS still does for the upload before is not to keep this one waiting. */
const PAUSE_MS = 200;

/** @throws Error when outputs do not come. */
export async function measurePipeline(
  { short, buildFolder, photos }: PipelineOptions,
  say: (line: string) => void,
): Promise<PipelineResult> {
  // The embedded AWS and the functions inherit it.
  const stepBack = goFirst();
  try {
    const { resizing, copying } = await startPipelines(buildFolder, say);
    const single: SingleResult[] = [];
    for (const photo of photos)
      single.push(await measureSingle({ resizing, copying }, photo, short ? 4 : 25, say));
    const photo = photos.find(({ megapixels }) => megapixels === BURST_MEGAPIXELS);
    if (photo === undefined) throw new Error(`Expected a photo of ${BURST_MEGAPIXELS} megapixels.`);
    // Once before, so that as many of the functions' processes are up as work at once.
    await measureBurst(resizing, photo, { pictures: 20, folder: 'before' }, say);
    const burst = await measureBurst(resizing, photo, { pictures: short ? 20 : 500, folder: 'burst' }, say);
    return { single, burst };
  } finally {
    await stopAllLeashed();
    stepBack();
  }
}

/** Both pipelines in turn, so that what slows the machine down meets them alike. */
async function measureSingle(
  pipelines: { resizing: Pipeline; copying: Pipeline },
  { megapixels, file }: PipelineOptions['photos'][number],
  rounds: number,
  say: (line: string) => void,
): Promise<SingleResult> {
  const bytes = readFileSync(file);
  const since = Date.now();
  const uploadedAt = new Map<string, number>();
  const both = [pipelines.resizing, pipelines.copying];
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const pipeline of round % 2 === 0 ? both : both.toReversed()) {
      await sleep(PAUSE_MS);
      say(`${megapixels} MP, ${pipeline.kind}, round ${round + 1} of ${rounds}`);
      const folder = `${megapixels}-${round}`;
      uploadedAt.set(`${pipeline.kind} ${folder}/p.jpg`, await upload(pipeline, `${folder}/p.jpg`, bytes));
      await awaitOutputs(pipeline, folder, 1);
    }
  }
  const totalMs = async (pipeline: Pipeline): Promise<number> => {
    const arrivals = await readArrivals(pipeline, since);
    const taken = Array.from({ length: rounds }, (_, round) => {
      const name = `${megapixels}-${round}/p.jpg`;
      const madeAt = arrivals.get(name);
      const sentAt = uploadedAt.get(`${pipeline.kind} ${name}`);
      if (madeAt === undefined || sentAt === undefined) throw new Error(`No word of ${name} in the logs.`);
      return madeAt - sentAt;
    });
    return median(taken);
  };
  const [resizingMs, copyingMs] = [await totalMs(pipelines.resizing), await totalMs(pipelines.copying)];
  return { megapixels, rounds, resizingMs, copyingMs, aloneMs: await resizeAlone(bytes, [640]) };
}

async function measureBurst(
  pipeline: Pipeline,
  { megapixels, file }: PipelineOptions['photos'][number],
  { pictures, folder }: { pictures: number; folder: string },
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

/** Milliseconds of a processor that one picture takes to these sizes, warm: the least, for what others do makes it more. */
async function resizeAlone(bytes: Uint8Array, sizes: readonly number[]): Promise<number> {
  const resize = createResize(await startVips());
  const taken = Array.from({ length: 25 }, () => {
    const before = process.cpuUsage();
    for (const maxSize of sizes) resize(bytes, { maxSize, quality: 80, maxPixels: 100e6 });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}
