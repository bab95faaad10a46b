import * as Plot from '@observablehq/plot';
import { drawPlots, OTHER, OWN, THIRD } from '../plot.ts';
import type { PipelineResult } from './measure-pipeline.ts';

/** From an upload to both outputs: the delivery and the run, of a function that resizes and of one that copies. @returns SVG. */
export function plotPipeline({ single }: PipelineResult): string {
  const bars = single.flatMap(({ megapixels, resizing, copying }) =>
    Object.entries({ resizing, copying }).flatMap(([kind, { totalMs, deliveryMs }]) => [
      { row: `${megapixels} MP, ${kind}`, part: 'delivery', from: 0, to: deliveryMs },
      { row: `${megapixels} MP, ${kind}`, part: kind, from: deliveryMs, to: totalMs },
    ]),
  );
  const rows = [...new Set(bars.map(({ row }) => row))];
  return drawPlots([
    {
      height: 60 + 30 * rows.length,
      marginLeft: 150,
      marginRight: 130,
      x: { label: 'Milliseconds from the end of an upload to the later output →', grid: true },
      y: { domain: rows, label: null },
      marks: [
        Plot.barX(bars, {
          x1: 'from',
          x2: 'to',
          y: 'row',
          fill: ({ part }) => fills[part as keyof typeof fills],
        }),
        Plot.text(
          bars.filter(({ part }) => part !== 'delivery'),
          {
            ...{ x: 'to', y: 'row', dx: 6, textAnchor: 'start', fill: 'currentColor' },
            text: ({ part, to, from }) => `${to.toFixed(0)} (${part} ${(to - from).toFixed(0)})`,
          },
        ),
      ],
    },
  ]);
}

const fills = { delivery: OTHER, resizing: OWN, copying: THIRD } as const;
