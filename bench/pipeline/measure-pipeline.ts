import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
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

export interface SingleResult {
  megapixels: number;
  rounds: number;
  resizing: SingleTimes;
  copying: SingleTimes;
}

/** Milliseconds. */
export interface SingleTimes {
  /** From the end of the upload to the later output. */
  totalMs: number;
  /** Of these, until the function that is later has begun, and its run. */
  deliveryMs: number;
  runMs: number;
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
      single.push(await measureSingle([resizing, copying], photo, short ? 4 : 25, say));
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
  pipelines: readonly Pipeline[],
  { megapixels, file }: PipelineOptions['photos'][number],
  rounds: number,
  say: (line: string) => void,
): Promise<SingleResult> {
  const bytes = readFileSync(file);
  const since = Date.now();
  const uploadedAt = new Map<string, number>();
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const pipeline of pipelines) {
      say(`${megapixels} MP, ${pipeline.kind}, round ${round + 1} of ${rounds}`);
      const folder = `${megapixels}-${round}`;
      uploadedAt.set(`${pipeline.kind} ${folder}/p.jpg`, await upload(pipeline, `${folder}/p.jpg`, bytes));
      await awaitOutputs(pipeline, folder, 1);
    }
  }
  const timesOf = async (pipeline: Pipeline): Promise<SingleTimes> => {
    const arrivals = await readArrivals(pipeline, since);
    const taken = Array.from({ length: rounds }, (_, round) => {
      const name = `${megapixels}-${round}/p.jpg`;
      const arrival = arrivals.get(name);
      const sentAt = uploadedAt.get(`${pipeline.kind} ${name}`);
      if (arrival === undefined || sentAt === undefined) throw new Error(`No word of ${name} in the logs.`);
      return { sentAt, ...arrival };
    });
    const totalMs = median(taken.map(({ sentAt, madeAt }) => madeAt - sentAt));
    const runMs = median(taken.map(({ startedAt, madeAt }) => madeAt - startedAt));
    const deliveryMs = median(taken.map(({ sentAt, startedAt }) => startedAt - sentAt));
    return { totalMs, deliveryMs, runMs };
  };
  const [resizing, copying] = await Promise.all(pipelines.map(timesOf));
  if (resizing === undefined || copying === undefined) throw new Error('Expected two pipelines.');
  return { megapixels, rounds, resizing, copying };
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
  const last = Math.max(...[...arrivals.values()].map(({ madeAt }) => madeAt));
  const cores = cpus().length;
  return {
    pictures,
    megapixels,
    cores,
    seconds: (last - since) / 1000,
    resizingSeconds: (pictures * (await resizingMs(bytes))) / 1000,
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

/** Milliseconds of a processor that one picture takes to both sizes, warm: the median. */
async function resizingMs(bytes: Uint8Array): Promise<number> {
  const resize = createResize(await startVips());
  const taken = Array.from({ length: 15 }, () => {
    const before = process.cpuUsage();
    for (const maxSize of [128, 640]) resize(bytes, { maxSize, quality: 80, maxPixels: 100e6 });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return median(taken.slice(5));
}
