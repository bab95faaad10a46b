import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { awaitOutputs, readArrivals, upload } from './arrivals.ts';
import { resizeAlone } from './resize-alone.ts';
import type { Pipeline } from './two-pipelines.ts';

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

const WARM_UPS = 3;
/** A pause after each upload, so that the embedded AWS finishes its work for it. */
const PAUSE_MS = 200;

/** Measures both pipelines in turn, so that a slow phase of the machine affects both. */
export async function measureSingle(
  pipelines: Readonly<Record<Pipeline['kind'], Pipeline>>,
  { megapixels, file }: { megapixels: number; file: string },
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
  const middle = async (pipeline: Pipeline): Promise<number> => {
    const arrivals = await readArrivals(pipeline, since);
    const names = Array.from({ length: rounds }, (_, round) => `${megapixels}-${round}/p.jpg`);
    const taken = names.map(
      (name) =>
        (arrivals.get(name) ?? Number.NaN) - (uploadedAt.get(`${pipeline.kind} ${name}`) ?? Number.NaN),
    );
    if (taken.some(Number.isNaN)) throw new Error(`Some of ${names.join(', ')} are not in the logs.`);
    return median(taken);
  };
  const [resizingMs, copyingMs] = [await middle(pipelines.resizing), await middle(pipelines.copying)];
  return { megapixels, rounds, resizingMs, copyingMs, aloneMs: await resizeAlone(bytes, [640]) };
}
