import * as Plot from '@observablehq/plot';
import { drawPlot, OTHER, OWN } from '../plot.ts';
import type { WarmResult } from './warm.ts';
import { peersOf, timesSharp } from './warm-report.ts';

/** Draws the processor time of each peer as a multiple of sharp's. @returns SVG. */
export function plotWarm(warm: readonly WarmResult[]): string {
  const bars = peersOf(warm).map((peer) => ({ peer, times: timesSharp(warm, peer) }));
  return drawPlot({
    marginLeft: 150,
    marginRight: 60,
    x: {
      type: 'log',
      label: "Times sharp's processor time (logarithmic) →",
      ticks: [1, 2, 5, 10, 20, 50],
      tickFormat: 'd',
    },
    y: { domain: bars.map(({ peer }) => peer), label: null },
    marks: [
      Plot.barX(bars, {
        x1: Math.min(0.8, ...bars.map(({ times }) => times)),
        x2: 'times',
        y: 'peer',
        fill: ({ peer }) => (peer === 'image-lab' ? OWN : OTHER),
      }),
      Plot.text(bars, {
        x: 'times',
        y: 'peer',
        text: ({ times }) => times.toFixed(2),
        dx: 6,
        textAnchor: 'start',
        fill: 'currentColor',
      }),
      Plot.ruleX([1], { stroke: 'currentColor', strokeDasharray: '3 3' }),
    ],
  });
}
