import * as Plot from '@observablehq/plot';
import { drawPlots, OTHER, OWN } from '../plot.ts';
import type { PipelineResult } from './measure-pipeline.ts';

/** Draws the time from an upload to both outputs, for functions that resize and for functions that copy. @returns SVG. */
export function plotPipeline({ single }: PipelineResult): string {
  const bars = single.flatMap(({ megapixels, resizingMs, copyingMs }) => [
    { row: `${megapixels} MP, resizing`, ms: resizingMs, fill: OWN },
    { row: `${megapixels} MP, copying`, ms: copyingMs, fill: OTHER },
  ]);
  const rows = [...new Set(bars.map(({ row }) => row))];
  return drawPlots([
    {
      height: 70 + 30 * rows.length,
      marginBottom: 46,
      marginLeft: 150,
      marginRight: 130,
      x: {
        label: 'Milliseconds from the beginning of an upload to the later output →',
        grid: true,
      },
      y: { domain: rows, label: null },
      marks: [
        Plot.barX(bars, { x: 'ms', y: 'row', fill: ({ fill }) => fill }),
        Plot.text(bars, {
          ...{ x: 'ms', y: 'row', dx: 6, textAnchor: 'start', fill: 'currentColor' },
          text: ({ ms }) => ms.toFixed(0),
        }),
      ],
    },
  ]);
}
