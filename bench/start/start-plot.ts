import * as Plot from '@observablehq/plot';
import { drawPlots, OTHER, OWN } from '../plot.ts';
import type { Timeline } from './measure-start.ts';
import { shortened } from './start-report.ts';

/** Draws the steps of each command over time, and the number of busy processors below. @returns SVG. */
export function plotTimelines(timelines: readonly Timeline[]): string {
  return drawPlots(timelines.flatMap((timeline) => [stepsChart(timeline), busyChart(timeline)]));
}

const MARGINS = { width: 860, marginLeft: 330, marginRight: 70 };

function stepsChart({ command, seconds, steps }: Timeline): Plot.PlotOptions {
  // A step may come twice, and a line of the drawing is one step.
  const rows = steps.map((step, index) => ({ ...step, row: String(index) }));
  return {
    ...MARGINS,
    marginTop: 34,
    marginBottom: 4,
    height: 38 + 24 * rows.length,
    x: { domain: [0, seconds], axis: null },
    y: { domain: rows.map(({ row }) => row), axis: null },
    marks: [
      Plot.text([`${command}: ${seconds.toFixed(1)} s`], {
        ...{ frameAnchor: 'top-left', dx: -MARGINS.marginLeft + 4, dy: -26, textAnchor: 'start' },
        ...{ fontWeight: 'bold', fill: 'currentColor' },
      }),
      Plot.barX(rows, { x1: 'from', x2: 'to', y: 'row', fill: OWN, insetTop: 3, insetBottom: 3 }),
      Plot.text(rows, {
        ...{ x: 0, y: 'row', dx: -8, textAnchor: 'end', fill: 'currentColor' },
        text: ({ title }) => shortened(title),
      }),
      Plot.text(rows, {
        ...{ x: 'to', y: 'row', dx: 5, textAnchor: 'start', fill: 'currentColor' },
        text: ({ from, to }) => `${(to - from).toFixed(1)}`,
      }),
    ],
  };
}

function busyChart({ seconds, busy }: Timeline): Plot.PlotOptions {
  return {
    ...MARGINS,
    height: 92,
    marginTop: 6,
    marginBottom: 36,
    x: { domain: [0, seconds], label: 'seconds →' },
    y: { domain: [0, Math.max(2, ...busy.map(({ processors }) => processors))], ticks: 2, label: null },
    marks: [
      Plot.rectY(busy, { x1: 'from', x2: 'to', y: 'processors', fill: OTHER }),
      Plot.text(['processors that it keeps busy'], {
        ...{ frameAnchor: 'left', dx: -30, textAnchor: 'end', fill: 'currentColor' },
      }),
    ],
  };
}
