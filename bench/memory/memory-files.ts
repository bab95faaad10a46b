import type { S3StandIn } from '../lambda/s3-stand-in.ts';
import { damagedFiles } from '../made-pictures/damage.ts';
import { makeLargest } from '../made-pictures/hostile.ts';
import { createTestPictures } from '../made-pictures/pictures.ts';

export const LARGEST_TIMES = 4;

/** So many of these names, always in the same order, which has no pattern. */
export function inNoOrder(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, run) => names[mix(run) % names.length] ?? '');
}

function mix(run: number): number {
  return Math.imul(run + 1, 2_654_435_761) >>> 8;
}

/** Sound files, damaged. @returns their names. */
export async function putDamaged({ objects }: S3StandIn, count: number): Promise<string[]> {
  const pictures = await createTestPictures();
  const sound = [
    pictures.jpeg(1600, 1200, { subsampled: true }),
    pictures.jpeg(1600, 1200, { progressive: true }),
    pictures.jpeg(800, 1000, { profile: 'p3', gps: true, orientation: 6 }),
  ];
  return damagedFiles(sound, count, 1).map((bytes, index) => {
    objects.set(`damaged-${index}.jpg`, bytes);
    return `damaged-${index}.jpg`;
  });
}

/** The largest files that are accepted. @returns their names, several times. */
export async function putLargest({ objects }: S3StandIn): Promise<string[]> {
  const files = makeLargest(await createTestPictures());
  for (const [index, { bytes }] of files.entries()) objects.set(`largest-${index}.jpg`, bytes);
  return Array.from(
    { length: LARGEST_TIMES * files.length },
    (_, run) => `largest-${run % files.length}.jpg`,
  );
}
