import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { median, sum } from 'simple-statistics';
import type { MeasureOptions } from '../section.ts';
import { createLook } from './likeness.ts';
import type { Peer } from './peers.ts';
import type { Photo } from './photos.ts';

export const BOXES = [128, 640] as const;

/** The time of one peer for one photo and box. */
export interface WarmResult {
  peer: string;
  /** The name of the photo, such as `12 MP`. */
  photo: string;
  box: number;
  /** Median of processor time, in milliseconds. */
  cpuMs: number;
  rounds: number;
  bytes: number;
  /** Similarity to sharp's output in decibels. Null when the bytes are the same. */
  psnr: number | null;
}

/**
 * Before what counts: code is compiled, and compiled better where it is used much (WebAssembly takes some 20 pictures until all
 * of it is). In milliseconds of processor time for each photo and box; at least two pictures.
 */
const WARM_UP_MS = { short: 50, long: 1000 } as const;
/** A slow peer is left out of further rounds after three rounds and this time for one photo and box. */
const ENOUGH_MS = 3_000;

/**
 * Measures all peers in turn, in several rounds, so that a slow phase of the machine affects all of them.
 * @param folder for their outputs
 * @throws Error for an output of the wrong size, or one of this project that is not sharp's, pixel by pixel. Colours of Display P3 may
 * differ: this project converts them after resizing (docs/decisions/0014-colours.md).
 */
export async function measureWarm(
  peers: readonly Peer[],
  photos: readonly Photo[],
  { short, say }: MeasureOptions,
  folder: string,
): Promise<WarmResult[]> {
  const results: WarmResult[] = [];
  const look = await createLook();
  for (const photo of photos) {
    for (const box of BOXES) {
      say(`${photo.name} to ${box} pixels`);
      const times = await timesOf(peers, photo, box, short, folder);
      const reference = readFileSync(outputFile(folder, 'sharp', photo, box));
      for (const [peer, taken] of times) {
        const jpeg = readFileSync(outputFile(folder, peer, photo, box));
        const psnr = look.compare(peer, jpeg, reference, expectedSize(photo, box));
        if (peer === 'image-lab' && psnr !== null && photo.colours !== 'P3')
          throw new Error(`image-lab's pixels of ${photo.name} are not sharp's: ${psnr.toFixed(0)} dB`);
        results.push({
          peer,
          photo: photo.name,
          box,
          cpuMs: median(taken),
          rounds: taken.length,
          bytes: jpeg.length,
          psnr,
        });
      }
    }
  }
  return results;
}

async function timesOf(peers: readonly Peer[], photo: Photo, box: number, short: boolean, folder: string) {
  const times = new Map(peers.map(({ name }) => [name, [] as number[]]));
  const make = ({ name, make }: Peer) =>
    make({ photo: photo.file, box, output: outputFile(folder, name, photo, box) });
  for (const peer of peers) await warmUp(() => make(peer), short ? WARM_UP_MS.short : WARM_UP_MS.long);
  for (let round = 0; round < (short ? 3 : 11); round++) {
    for (const peer of peers) {
      const taken = times.get(peer.name) ?? [];
      if (taken.length >= 3 && sum(taken) > ENOUGH_MS) continue;
      taken.push(await make(peer));
    }
  }
  return times;
}

async function warmUp(make: () => Promise<number>, enoughMs: number): Promise<void> {
  let takenMs = await make();
  do takenMs += await make();
  while (takenMs < enoughMs);
}

export function outputFile(folder: string, peer: string, { name }: Photo, box: number): string {
  const own = path.join(folder, peer.replaceAll(' ', '-'));
  mkdirSync(own, { recursive: true });
  return path.join(own, `${name.replaceAll(' ', '-')}-${box}.jpg`);
}

export function expectedSize({ width, height }: Photo, box: number) {
  const scale = Math.min(1, box / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
