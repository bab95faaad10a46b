import { readFileSync } from 'node:fs';
import { createHold, goFirst } from '../lambda/hold.ts';
import { startS3StandIn } from '../lambda/s3-stand-in.ts';
import { startHeld } from '../memory-size/held-function.ts';
import type { Photo } from '../pictures/photos.ts';
import type { MeasureOptions } from '../section.ts';
import type { ColdFunction } from './bundle-peers.ts';

export const MEMORY_MB = 512;

/** Durations of new processes of one function in milliseconds, in the order of the rounds. */
export interface ColdResult {
  peer: string;
  megapixels: number;
  /** From the start of the process until the handler is loaded, with a whole processor. */
  initMs: number[];
  /** From the first message to its response, with the function's share of a processor. */
  firstMs: number[];
}

/**
 * Starts new processes of all functions in turn, in several rounds. They have the limits of Lambda at 512 MB, and S3 is on the
 * loopback.
 * @returns undefined where processes cannot be limited.
 * @throws Error when a picture fails or is not written.
 */
export async function measureCold(
  functions: readonly ColdFunction[],
  { file, megapixels }: Photo,
  { short, say }: MeasureOptions,
): Promise<ColdResult[]> {
  const trial = createHold(MEMORY_MB);
  if (trial === undefined) return [];
  trial.remove();
  const results = functions.map(({ peer }) => ({
    peer,
    megapixels,
    initMs: [] as number[],
    firstMs: [] as number[],
  }));
  const s3 = await startS3StandIn(0);
  s3.objects.set('photo.jpg', readFileSync(file));
  const stepBack = goFirst();
  try {
    const rounds = short ? 2 : 15;
    // The first round only loads all files into the cache of the system.
    for (let round = 0; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      for (const [index, one] of functions.entries()) {
        const { initMs, firstMs } = await startOnce(one, s3);
        if (round === 0) continue;
        results[index]?.initMs.push(initMs);
        results[index]?.firstMs.push(firstMs);
      }
    }
    return results;
  } finally {
    stepBack();
    await s3.stop();
  }
}

async function startOnce(
  { peer, buildFolder }: ColdFunction,
  { endpoint, written }: Awaited<ReturnType<typeof startS3StandIn>>,
): Promise<{ initMs: number; firstMs: number }> {
  const before = written();
  const options = { functionName: 'CreateThumbnail', buildFolder, endpoint, memoryMb: MEMORY_MB } as const;
  const held = await startHeld(options);
  if (held === undefined) throw new Error(`The function of ${peer} exited during its start.`);
  try {
    const run = await held.run('photo.jpg');
    if (run === undefined) throw new Error(`The function of ${peer} exited during its first picture.`);
    if (written() !== before + 1)
      throw new Error(`Expected one picture from the function of ${peer}, found ${written() - before}.`);
    return { initMs: held.initMs, firstMs: run.ms };
  } finally {
    await held.stop();
  }
}
