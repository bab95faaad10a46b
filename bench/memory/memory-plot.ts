import * as Plot from '@observablehq/plot';
import { drawPlots, OTHER, OWN } from '../plot.ts';
import type { MemoryResult } from './measure-memory.ts';

/** Draws the memory of a process after each of many pictures. @returns SVG. */
export function plotMemory({ series }: MemoryResult): string {
  const points = series.flatMap(({ of, points }) => points.map((point) => ({ of, ...point })));
  const stroke = ({ of }: { of: string }) => (of === 'damaged files' ? OTHER : OWN);
  // Beside the end of each line; the higher one's a little above it, so that two that end close by can be read.
  const named = series
    .flatMap(({ of, points }) => points.slice(-1).map((last) => ({ of, ...last })))
    .sort((one, other) => other.rssMb - one.rssMb);
  return drawPlots([
    {
      height: 280,
      marginRight: 180,
      marginBottom: 40,
      marginTop: 36,
      x: { label: 'Pictures, one after the other →' },
      y: { label: 'Resident MB', labelArrow: 'none', zero: true, grid: true },
      marks: [
        Plot.lineY(points, { x: 'run', y: 'rssMb', z: 'of', stroke, strokeWidth: 2 }),
        ...named.map(({ of, run, rssMb }, index) =>
          Plot.text([of], {
            ...{ x: [run], y: [rssMb], dx: 8, dy: index === 0 ? -8 : 8 },
            ...{ textAnchor: 'start' as const, fill: 'currentColor' },
          }),
        ),
      ],
    },
  ]);
}
