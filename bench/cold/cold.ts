import { readFileSync } from 'node:fs';
import { createHold, goFirst } from '../lambda/hold.ts';
import { startS3StandIn } from '../lambda/s3-stand-in.ts';
import { startHeld } from '../memory-size/held-function.ts';
import type { Photo } from '../pictures/photos.ts';
import type { MeasureOptions } from '../section.ts';
import type { ColdFunction } from './bundle-peers.ts';

export const MEMORY_MB = 512;

/** What new processes of one function took, in milliseconds by the clock, each in the order of the rounds. */
export interface ColdResult {
  peer: string;
  megapixels: number;
  /** From the start of the process until the handler is there, with a whole processor. */
  initMs: number[];
  /** Of the first picture, from its message to the answer, with the share of a processor. */
  firstMs: number[];
}

/**
 * Starts each function anew, in turn, round by round; held as Lambda holds it at 512 MB, with S3 on the loopback.
 * @returns nothing where no process can be held. @throws Error when a picture fails, or none is written.
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
    // The first round is to have all files in the system's cache.
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
  if (held === undefined) throw new Error(`${peer}: the function ended while it started.`);
  try {
    const run = await held.run('photo.jpg');
    if (run === undefined) throw new Error(`${peer}: the function ended with its first picture.`);
    if (written() !== before + 1)
      throw new Error(`${peer}: expected one picture, found ${written() - before}.`);
    return { initMs: held.initMs, firstMs: run.ms };
  } finally {
    await held.stop();
  }
}
