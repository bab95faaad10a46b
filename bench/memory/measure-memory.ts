import { readFileSync } from 'node:fs';
import type { FunctionName } from '../../lab/output-names.ts';
import { FUNCTION_MEMORY_MB } from '../../template-src/function-build.ts';
import { type LambdaProcess, type Run, startLambda } from '../lambda/lambda-process.ts';
import { type S3StandIn, startS3StandIn } from '../lambda/s3-stand-in.ts';
import { inNoOrder, putDamaged, putLargest } from './memory-files.ts';

/** Resident memory of a function's process in megabytes (of a million bytes). */
export interface MemoryResult {
  /** One picture in a new process. */
  peaks: { functionName: FunctionName; megapixels: number; initMb: number; peakMb: number }[];
  /** Many in one process of CreateMobileImage, which makes the larger pictures. */
  series: MemorySeries[];
  /** The peak of one that makes the largest pictures that are accepted, again and again; not in a short run. */
  largestMb?: number;
}

export interface MemorySeries {
  of: 'pictures of mixed sizes' | 'damaged files';
  runs: number;
  /** How many were refused. */
  failed: number;
  peakMb: number;
  /** After how many, how much. */
  points: { run: number; rssMb: number }[];
}

export interface MemoryOptions {
  short: boolean;
  /** Where `sam build` has put both functions. */
  buildFolder: string;
  photos: readonly { megapixels: number; file: string }[];
}

/** Measures the memory. @throws Error when a picture fails or a process ends, because the results would be meaningless. */
export async function measureMemory(
  { short, buildFolder, photos }: MemoryOptions,
  say: (line: string) => void,
): Promise<MemoryResult> {
  const s3 = await startS3StandIn(0);
  const start = (functionName: FunctionName) => startFunction(functionName, buildFolder, s3);
  try {
    const peaks: MemoryResult['peaks'] = [];
    for (const { megapixels, file } of photos) {
      s3.objects.set(`${megapixels}.jpg`, readFileSync(file));
      for (const functionName of ['CreateThumbnail', 'CreateMobileImage'] as const) {
        say(`${megapixels} MP through ${functionName}`);
        const lambda = await start(functionName);
        const { peakMb } = await mustMake(lambda, `ingest/${megapixels}.jpg`);
        peaks.push({ functionName, megapixels, initMb: lambda.atInit.rssMb, peakMb });
        await lambda.stop();
      }
    }
    const runs = short ? 40 : 1000;
    const sizes = photos.map(({ megapixels }) => `${megapixels}.jpg`);
    const mixed = inNoOrder(sizes, runs);
    const damaged = await putDamaged(s3, runs);
    const series = [
      await follow('pictures of mixed sizes', await start('CreateMobileImage'), mixed, say),
      await follow('damaged files', await start('CreateMobileImage'), damaged, say),
    ];
    checkSeries(series);
    if (short) return { peaks, series };
    const largest = await putLargest(s3);
    return { peaks, series, largestMb: await peakOf(await start('CreateMobileImage'), largest, say) };
  } finally {
    await s3.stop();
  }
}

async function startFunction(
  functionName: FunctionName,
  buildFolder: string,
  { endpoint }: S3StandIn,
): Promise<LambdaProcess> {
  const options = { functionName, buildFolder, endpoint, memoryMb: FUNCTION_MEMORY_MB };
  const lambda = await startLambda(options);
  if (lambda === undefined) throw new Error(`The process of ${functionName} exited during its start.`);
  return lambda;
}

async function peakOf(
  lambda: LambdaProcess,
  names: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  let peak = 0;
  for (const [index, name] of names.entries()) {
    say(`the largest files: ${index + 1} of ${names.length}`);
    peak = (await mustMake(lambda, `ingest/${index}/${name}`)).peakMb;
  }
  await lambda.stop();
  return peak;
}

async function follow(
  of: MemorySeries['of'],
  lambda: LambdaProcess,
  names: readonly string[],
  say: (line: string) => void,
): Promise<MemorySeries> {
  const points: MemorySeries['points'] = [];
  let failed = 0;
  let peakMb = 0;
  for (const [index, name] of names.entries()) {
    const result = await mustRun(lambda, `ingest/${index}/${name}`);
    failed += result.failed;
    peakMb = result.peakMb;
    const run = index + 1;
    if (run % Math.max(1, names.length / 100) === 0) points.push({ run, rssMb: result.rssMb });
    say(`${of}: ${run} of ${names.length}`);
  }
  await lambda.stop();
  return { of, runs: names.length, failed, peakMb, points };
}

async function mustRun(lambda: LambdaProcess, key: string): Promise<Run> {
  const run = await lambda.run(key);
  if (run === undefined) throw new Error(`The process of the function exited while it resized ${key}.`);
  return run;
}

async function mustMake(lambda: LambdaProcess, key: string): Promise<Run> {
  const run = await mustRun(lambda, key);
  if (run.failed > 0) throw new Error(`The function reported ${key} as failed.`);
  return run;
}

/** Some damage says nothing about the rest of a picture; most is found. */
function checkSeries(series: readonly MemorySeries[]): void {
  for (const { of, runs, failed } of series) {
    const isRight = of === 'damaged files' ? failed > runs / 2 : failed === 0;
    if (!isRight) throw new Error(`${failed} of ${runs} ${of} failed, so the results would be meaningless.`);
  }
}
