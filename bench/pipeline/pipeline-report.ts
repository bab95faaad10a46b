import { S3_WAIT_MS } from '../../operate/costs/duration.ts';
import type { Figures } from '../tables.ts';
import type { BurstResult } from './burst.ts';
import type { PipelineResult } from './measure-pipeline.ts';
import type { SingleResult } from './single.ts';

/** Uploads one at a time, and many at once. */
export function pipelineFigures({ single, burst }: PipelineResult): Figures[] {
  const body = single.map((one) => [
    `${one.megapixels} MP`,
    ...[one.resizingMs, one.copyingMs, one.aloneMs].map((ms) => ms.toFixed(0)),
    timesCopying(one).toFixed(2),
    timesCopying(one, S3_WAIT_MS).toFixed(2),
  ]);
  const head = ['ms, medians', 'resizing', 'copying', 'resizing alone', '× copying', '× with S3'];
  return [{ head, body }, burstFigures(burst)];
}

/** @param waitMs that both would wait besides. */
function timesCopying({ resizingMs, copyingMs }: SingleResult, waitMs = 0): number {
  return (resizingMs + waitMs) / (copyingMs + waitMs);
}

function burstFigures(burst: BurstResult): Figures {
  const { pictures, megapixels, cores, seconds, resizingSeconds, processor } = burst;
  const rate = (one: number) => (pictures / one).toFixed(1);
  const used = Object.entries(processor ?? {}).map(([who, spent]) => [
    `processor seconds: ${WHO[who as keyof typeof WHO]}`,
    spent.toFixed(1),
  ]);
  return {
    head: [`${pictures} photos of ${megapixels} MP at once, ${cores} processors`, ''],
    body: [
      ['seconds until the last output', seconds.toFixed(1)],
      ['pictures a second', rate(seconds)],
      ['pictures a second and processor', rate(seconds * cores)],
      ['the same of resizing alone, to both sizes', rate(resizingSeconds)],
      ...used,
      ['of these, resizing', resizingSeconds.toFixed(1)],
    ],
  };
}

const WHO = {
  emulator: 'the embedded AWS',
  functions: "the functions' processes",
  uploads: 'the uploads',
} as const;

/** How many times copying, and pictures a second, where they have changed by more than a tenth. */
export function comparePipeline(now: PipelineResult, before: PipelineResult): string[] {
  const ratios = now.single.map((one) => ({
    what: `${one.megapixels} MP, × copying`,
    value: timesCopying(one),
    old: before.single.filter((old) => old.megapixels === one.megapixels).map((old) => timesCopying(old))[0],
  }));
  const rate = ({ burst }: PipelineResult) => burst.pictures / burst.seconds;
  return [...ratios, { what: 'burst, pictures a second', value: rate(now), old: rate(before) }].flatMap(
    ({ what, value, old }) =>
      old === undefined || Math.abs(value / old - 1) <= 0.1
        ? []
        : `${what}: ${value.toFixed(2)}, was ${old.toFixed(2)}`,
  );
}
