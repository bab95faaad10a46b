import { readFileSync } from 'node:fs';
import { median } from 'simple-statistics';
import { S3_WAIT_MS } from '../../operate/costs/duration.ts';
import { createHold, goFirst } from '../lambda/hold.ts';
import { startS3StandIn } from '../lambda/s3-stand-in.ts';
import { FUNCTIONS, type HeldFunction, startHeld } from './held-function.ts';
import { measureLargest } from './largest-files.ts';

const SIZES = [128, 256, 384, 512, 640, 768, 1024, 1536, 1769, 3008];
const SHORT_SIZES = [512, 1769];
/** The first photo on a new process; medians of so many, and of so many further ones. */
const TIMES = { short: { starts: 1, rounds: 2 }, whole: { starts: 5, rounds: 11 } };

/** Both functions at one memory size, held as Lambda holds them. */
export interface SizeResult {
  memoryMb: number;
  /** Whether they had memory enough to start, and for photos. */
  works: boolean;
  runs: SizeRun[];
  /** Whether it took the largest files that are accepted; undefined when that was not tried. */
  takesLargest?: boolean;
  /** Seconds of the slowest of them. */
  slowestSeconds?: number;
}

export interface SizeRun {
  functionName: HeldFunction['functionName'];
  megapixels: number;
  /** Milliseconds by the clock, medians: to load it at full speed, the first photo, and a further one. */
  initMs: number;
  firstMs: number;
  warmMs: number;
}

export interface SizesOptions {
  short: boolean;
  /** Where `sam build` has put both functions. */
  buildFolder: string;
  photos: readonly { megapixels: number; file: string }[];
}

interface Sample {
  memoryMb: number;
  functionName: string;
  megapixels: number;
  kind: 'init' | 'first' | 'warm';
  ms: number;
}

/**
 * A curve of memory size against duration. S3's answers begin after as long as in `operate/costs`.
 * @returns nothing where no process can be held (no control groups, or no right to make them).
 * @throws Error when a photo fails.
 */
export async function measureSizes(
  options: SizesOptions,
  say: (line: string) => void,
): Promise<SizeResult[]> {
  const trial = createHold(512);
  if (trial === undefined) return [];
  trial.remove();
  const { short, buildFolder, photos } = options;
  const s3 = await startS3StandIn(S3_WAIT_MS / 2);
  for (const { megapixels, file } of photos) s3.objects.set(`${megapixels}.jpg`, readFileSync(file));
  const stepBack = goFirst();
  try {
    const sizes = short ? SHORT_SIZES : SIZES;
    const samples = await takeSamples({ ...options, sizes, endpoint: s3.endpoint }, say);
    const largest = short ? new Map() : await measureLargest(sizes, { s3, buildFolder }, say);
    return sizes.map((memoryMb) => ({ ...summarize(memoryMb, samples, photos), ...largest.get(memoryMb) }));
  } finally {
    stepBack();
    await s3.stop();
  }
}

/** Sizes take turns, so that what slows the machine down meets them alike. */
async function takeSamples(
  { short, sizes, photos, ...held }: SizesOptions & { sizes: readonly number[]; endpoint: string },
  say: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const { starts, rounds } = TIMES[short ? 'short' : 'whole'];
  let up = new Map<string, HeldFunction>();
  const places = sizes.flatMap((memoryMb) => FUNCTIONS.map((functionName) => ({ memoryMb, functionName })));
  const stopAll = () => Promise.all([...up.values()].map((one) => one.stop()));
  try {
    for (let start = 0; start < starts; start++) {
      for (const { megapixels } of photos) {
        await stopAll();
        up = new Map();
        for (const place of places) {
          say(`start ${start + 1}: ${place.memoryMb} MB, ${megapixels} MP`);
          const one = await startHeld({ ...place, ...held });
          if (one === undefined) continue;
          up.set(`${place.memoryMb} ${place.functionName}`, one);
          samples.push({ ...place, megapixels, kind: 'init', ms: one.initMs });
          await take({ ...place, megapixels, kind: 'first' }, one);
        }
      }
    }
    for (let round = 0; round < rounds; round++)
      for (const place of places)
        for (const { megapixels } of photos) {
          say(`round ${round + 1}: ${place.memoryMb} MB, ${megapixels} MP`);
          const one = up.get(`${place.memoryMb} ${place.functionName}`);
          if (one) await take({ ...place, megapixels, kind: 'warm' }, one);
        }
  } finally {
    await stopAll();
  }
  return samples;

  async function take(sample: Omit<Sample, 'ms'>, one: HeldFunction): Promise<void> {
    const run = await one.run(`${sample.megapixels}.jpg`);
    if (run !== undefined) samples.push({ ...sample, ms: run.ms });
  }
}

function summarize(memoryMb: number, samples: readonly Sample[], photos: SizesOptions['photos']): SizeResult {
  const of = (functionName: string, megapixels: number, kind: Sample['kind']) =>
    samples
      .filter((one) => one.memoryMb === memoryMb && one.functionName === functionName)
      .filter((one) => one.megapixels === megapixels && one.kind === kind)
      .map(({ ms }) => ms);
  const cells = FUNCTIONS.flatMap((functionName) =>
    photos.map(({ megapixels }) => ({ functionName, megapixels })),
  );
  const works = cells.every(
    ({ functionName, megapixels }) => of(functionName, megapixels, 'warm').length > 0,
  );
  if (!works) return { memoryMb, works, runs: [] };
  const runs = cells.map(({ functionName, megapixels }) => {
    const middle = (kind: Sample['kind']) => median(of(functionName, megapixels, kind));
    const initMs = middle('init');
    return { functionName, megapixels, initMs, firstMs: middle('first'), warmMs: middle('warm') };
  });
  return { memoryMb, works, runs };
}
