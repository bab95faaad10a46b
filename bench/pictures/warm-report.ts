import { geometricMean } from 'simple-statistics';
import type { Figures } from '../tables.ts';
import { BOXES, type WarmResult } from './warm.ts';

/** Times of a peer over those of sharp, as a geometric mean over all photos and boxes. */
export function timesSharp(warm: readonly WarmResult[], peer: string): number {
  const of = (name: string) => warm.filter((result) => result.peer === name);
  const sharp = of('sharp');
  return geometricMean(of(peer).map(({ cpuMs }, index) => cpuMs / (sharp[index]?.cpuMs ?? Number.NaN)));
}

export function peersOf(warm: readonly WarmResult[]): string[] {
  return [...new Set(warm.map(({ peer }) => peer))].sort(
    (one, other) => timesSharp(warm, one) - timesSharp(warm, other),
  );
}

/** A row for each peer: milliseconds for each photo and each of the boxes. */
export function warmRows(warm: readonly WarmResult[], boxes: readonly number[] = BOXES): Figures {
  const sizes = [...new Set(warm.map(({ megapixels }) => megapixels))];
  const body = peersOf(warm).map((peer) => {
    const of = (megapixels: number, box: number) =>
      warm.find((one) => one.peer === peer && one.megapixels === megapixels && one.box === box);
    const times = sizes.map((size) => boxes.map((box) => shown(of(size, box)?.cpuMs)).join(' / '));
    return [peer, timesSharp(warm, peer).toFixed(2), ...times, likeness(warm, peer)];
  });
  return {
    head: [`to ${boxes.join(' / ')}`, '× sharp', ...sizes.map((size) => `${size} MP`), 'likeness'],
    body,
  };
}

function shown(cpuMs: number | undefined): string {
  return cpuMs === undefined ? '' : cpuMs.toFixed(cpuMs < 10 ? 1 : 0);
}

function likeness(warm: readonly WarmResult[], peer: string): string {
  const values = warm.filter((one) => one.peer === peer).flatMap(({ psnr }) => psnr ?? []);
  return values.length === 0 ? 'same pixels' : `${Math.min(...values).toFixed(0)} dB`;
}

/** Where times differ from a former run's by more than a tenth, and each peer's mean. */
export function compareWarm(now: readonly WarmResult[], before: readonly WarmResult[]): string[] {
  const means = peersOf(now)
    .filter((peer) => before.some((one) => one.peer === peer))
    .map((peer) => {
      const mean = (warm: readonly WarmResult[]) => timesSharp(warm, peer).toFixed(2);
      return `${peer}: ${mean(now)} × sharp, was ${mean(before)}`;
    });
  const times = now.flatMap(({ peer, megapixels, box, cpuMs }) => {
    const old = before.find((one) => one.peer === peer && one.megapixels === megapixels && one.box === box);
    if (old === undefined || Math.abs(cpuMs / old.cpuMs - 1) < 0.1) return [];
    return [`${peer}, ${megapixels} MP to ${box}: ${shown(cpuMs)} ms, was ${shown(old.cpuMs)} ms`];
  });
  return [...means, ...times];
}
