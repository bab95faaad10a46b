import { S3_WAIT_MS } from '../../operate/costs/duration.ts';
import type { S3StandIn } from '../lambda/s3-stand-in.ts';
import { makeLargest } from '../made-pictures/hostile.ts';
import { createTestPictures } from '../made-pictures/pictures.ts';
import { processorsAt, startHeld } from './held-function.ts';

export interface Largest {
  takesLargest: boolean;
  slowestSeconds?: number;
}

/**
 * The largest files that are accepted, one after the other through CreateMobileImage, at each memory size. Held to its memory
 * only: the seconds are reckoned from the processor time, and the share of a processor.
 */
export async function measureLargest(
  sizes: readonly number[],
  { s3, buildFolder }: { s3: S3StandIn; buildFolder: string },
  say: (line: string) => void,
): Promise<Map<number, Largest>> {
  const files = makeLargest(await createTestPictures());
  for (const [index, { bytes }] of files.entries()) s3.objects.set(`largest-${index}.jpg`, bytes);
  const results = new Map<number, Largest>();
  for (const memoryMb of sizes) {
    const options = {
      functionName: 'CreateMobileImage',
      buildFolder,
      endpoint: s3.endpoint,
      memoryMb,
    } as const;
    const held = await startHeld(options, processorsAt(3008));
    const cpuMs: (number | undefined)[] = [];
    for (const [index, { name }] of files.entries()) {
      say(`${memoryMb} MB: ${name}`);
      cpuMs.push((await held?.run(`largest-${index}.jpg`))?.cpuMs);
    }
    await held?.stop();
    const taken = cpuMs.flatMap((ms) => ms ?? []);
    const slowest = Math.max(...taken) / Math.min(1, processorsAt(memoryMb)) + S3_WAIT_MS;
    const takesLargest = taken.length === files.length;
    results.set(memoryMb, { takesLargest, ...(takesLargest && { slowestSeconds: slowest / 1000 }) });
  }
  return results;
}
