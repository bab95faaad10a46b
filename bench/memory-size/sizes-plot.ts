import * as Plot from '@observablehq/plot';
import { FUNCTION_MEMORY_MB } from '../../template-src/function-build.ts';
import { drawPlots, OWN, THIRD } from '../plot.ts';
import type { SizeResult } from './measure-sizes.ts';
import { pricePerMillion, slowerMs } from './price.ts';
import { megapixelsIn } from './sizes-report.ts';

interface Point {
  memoryMb: number;
  value: number;
  line: string;
  /** A thin, dashed one beside the line of the same photo. */
  isDashed: boolean;
  megapixels: number;
}

const SECONDS_OF_MOST = 4;

/** Draws two charts by memory size: the duration for one photo, and the cost of a million photos. @returns SVG. */
export function plotSizes(results: readonly SizeResult[]): string {
  const working = results.filter(({ works }) => works);
  const photos = megapixelsIn(working);
  const points = (of: (result: SizeResult, megapixels: number) => number, name: string, isDashed: boolean) =>
    photos.flatMap((megapixels) =>
      working.map((result): Point => {
        const value = of(result, megapixels);
        return { memoryMb: result.memoryMb, value, line: `${megapixels} MP${name}`, isDashed, megapixels };
      }),
    );
  const price = (architecture: 'x86_64' | 'arm64') => (result: SizeResult, megapixels: number) =>
    pricePerMillion(result, { megapixels, architecture, coldOfThousand: 0 });
  const seconds = [
    ...points((result, one) => slowerMs(result, one) / 1000, '', false),
    ...points((result, one) => slowerMs(result, one, firstWithStart) / 1000, ', cold', true),
  ].filter(({ value }) => value < SECONDS_OF_MOST);
  const dollars = [...points(price('x86_64'), '', false), ...points(price('arm64'), ', arm64', true)];
  return drawPlots([
    chart('Seconds until both outputs are there', seconds, results, 'first'),
    chart('US dollars of Lambda for a million photos', dollars, results, 'last'),
  ]);
}

function firstWithStart({ initMs, firstMs }: SizeResult['runs'][number]): number {
  return initMs + firstMs;
}

/** @param named the end at which the lines have their names: where they are farther apart. */
function chart(
  title: string,
  points: readonly Point[],
  results: readonly SizeResult[],
  named: 'first' | 'last',
): Plot.PlotOptions {
  const stroke = ({ megapixels }: Point) => (megapixels > 6 ? OWN : THIRD);
  const lineOf = (isDashed: boolean) =>
    Plot.lineY(
      points.filter((point) => point.isDashed === isDashed),
      {
        ...{ x: 'memoryMb', y: 'value', z: 'line', stroke, strokeWidth: 2 },
        ...(isDashed && { strokeDasharray: '4 4' }),
      },
    );
  return {
    height: 330,
    marginRight: 110,
    marginBottom: 44,
    marginTop: 36,
    x: {
      type: 'log',
      domain: [Math.min(...results.map(({ memoryMb }) => memoryMb)), 3100],
      ticks: results.map(({ memoryMb }) => memoryMb).filter((size) => ![640, 1769].includes(size)),
      tickFormat: 'd',
      label: 'Memory of the function, MB →',
    },
    y: { label: title, labelArrow: 'none', zero: true, grid: true },
    marks: [
      Plot.ruleX([FUNCTION_MEMORY_MB], { stroke: 'currentColor', strokeOpacity: 0.4, strokeWidth: 6 }),
      lineOf(false),
      lineOf(true),
      Plot.dot(points, { x: 'memoryMb', y: 'value', fill: stroke, r: 2.5 }),
      Plot.text(
        points,
        (named === 'first' ? Plot.selectFirst : Plot.selectLast)({
          ...{ x: 'memoryMb', y: 'value', z: 'line', text: 'line', fill: 'currentColor' },
          ...(named === 'first'
            ? { dx: -8, textAnchor: 'end' as const }
            : { dx: 8, textAnchor: 'start' as const }),
        }),
      ),
    ],
  };
}
