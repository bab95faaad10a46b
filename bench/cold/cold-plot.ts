import * as Plot from '@observablehq/plot';
import { median } from 'simple-statistics';
import { drawPlot, OTHER, OWN } from '../plot.ts';
import type { ColdResult } from './cold.ts';

/** Draws bars with two parts: loading a function, and its first picture. @returns SVG. */
export function plotCold(cold: readonly ColdResult[]): string {
  const parts = cold.flatMap(({ peer, initMs, firstMs }) => {
    const [init, first] = [median(initMs), median(firstMs)];
    return [
      { peer, from: 0, to: init, opacity: 0.55, text: `load ${init.toFixed(0)}` },
      { peer, from: init, to: init + first, opacity: 1, text: `first picture ${first.toFixed(0)}` },
    ];
  });
  const ends = cold.map(({ peer }) => parts.filter((part) => part.peer === peer));
  return drawPlot({
    marginLeft: 150,
    marginRight: 200,
    x: { label: 'Milliseconds from the start of the process (medians) →', nice: true },
    y: { domain: cold.map(({ peer }) => peer), label: null },
    marks: [
      Plot.barX(parts, {
        x1: 'from',
        x2: 'to',
        y: 'peer',
        fill: ({ peer }) => (peer === 'image-lab' ? OWN : OTHER),
        fillOpacity: 'opacity',
      }),
      Plot.text(ends, {
        x: ([, last]) => last?.to ?? 0,
        y: ([first]) => first?.peer ?? '',
        text: (both: typeof parts) => both.map(({ text }) => text).join(' + '),
        dx: 6,
        textAnchor: 'start',
        fill: 'currentColor',
      }),
    ],
  });
}
