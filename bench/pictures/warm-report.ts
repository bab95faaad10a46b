import { geometricMean } from 'simple-statistics';
import type { Figures } from '../tables.ts';
import { BOXES, type WarmResult } from './warm.ts';

/** Returns the ratio of a peer's times to sharp's. It is the geometric mean over all boxes and the photos that all peers resized. */
export function timesSharp(warm: readonly WarmResult[], peer: string): number {
  const peers = new Set(warm.map((one) => one.peer));
  const resultsOf = ({ photo, box }: WarmResult) =>
    warm.filter((one) => one.photo === photo && one.box === box);
  const ratios = warm
    .filter((one) => one.peer === peer && resultsOf(one).length === peers.size)
    .map((one) => {
      const sharp = resultsOf(one).find((other) => other.peer === 'sharp');
      return one.cpuMs / (sharp?.cpuMs ?? Number.NaN);
    });
  return geometricMean(ratios);
}

/** The results of photos in sRGB, which all peers resize, and those of other colours. */
export function byColours(warm: readonly WarmResult[]): WarmResult[][] {
  const isColoured = ({ photo }: WarmResult) => !photo.endsWith('MP');
  return [warm.filter((one) => !isColoured(one)), warm.filter(isColoured)].filter(({ length }) => length > 0);
}

export function peersOf(warm: readonly WarmResult[]): string[] {
  return [...new Set(warm.map(({ peer }) => peer))].sort(
    (one, other) => timesSharp(warm, one) - timesSharp(warm, other),
  );
}

/** A row for each peer with the milliseconds for each photo and box. */
export function warmRows(warm: readonly WarmResult[], boxes: readonly number[] = BOXES): Figures {
  const photos = [...new Set(warm.map(({ photo }) => photo))];
  const body = peersOf(warm).map((peer) => {
    const of = (photo: string, box: number) =>
      warm.find((one) => one.peer === peer && one.photo === photo && one.box === box);
    const times = photos.map((photo) => boxes.map((box) => shown(of(photo, box)?.cpuMs)).join(' / '));
    return [peer, timesSharp(warm, peer).toFixed(2), ...times, likeness(warm, peer)];
  });
  return {
    head: [`to ${boxes.join(' / ')}`, '× sharp', ...photos, 'likeness'],
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
  const times = now.flatMap(({ peer, photo, box, cpuMs }) => {
    const old = before.find((one) => one.peer === peer && one.photo === photo && one.box === box);
    if (old === undefined || Math.abs(cpuMs / old.cpuMs - 1) < 0.1) return [];
    return [`${peer}, ${photo} to ${box}: ${shown(cpuMs)} ms, was ${shown(old.cpuMs)} ms`];
  });
  return [...means, ...times];
}
