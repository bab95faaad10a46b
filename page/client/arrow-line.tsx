import type { Arrow } from '../state.ts';
import { type Point, pointAt } from './layout.ts';

interface ArrowLineProps {
  path: readonly Point[];
  arrow: Arrow | undefined;
  /** How many messages moved along it that were not drawn. */
  rushed: number;
}

/** Draws a connection of two parts. */
export function ArrowLine({ path, arrow, rushed }: ArrowLineProps) {
  const exists = arrow?.exists ?? 'yes';
  const isShut = exists === 'yes' && arrow?.open === false;
  const middle = pointAt(path, 0.5);
  return (
    <g class={`arrow ${exists} ${isShut ? 'shut' : ''}`} data-arrow={arrow?.id}>
      <path class="line" d={rounded(path)} />
      <polygon class="tip" points={tip(path)} />
      {exists === 'no' && arrow?.task != null && <Pill at={middle} text={arrow.task.id} kind="task" />}
      {isShut && <Pill at={middle} text="×" kind="cross" />}
      {rushed > 0 && <Pill at={{ x: middle.x, y: middle.y - 20 }} text={`×${rushed}`} kind="rush" />}
    </g>
  );
}

function Pill({ at, text, kind }: { at: Point; text: string; kind: string }) {
  const width = text.length * 8 + 12;
  return (
    <g class={`pill ${kind}`} transform={`translate(${at.x} ${at.y})`}>
      <rect x={-width / 2} y="-11" width={width} height="22" rx="11" />
      <text y="4.5">{text}</text>
    </g>
  );
}

const RADIUS = 10;

/** A path with rounded corners that ends before the tip. */
function rounded(path: readonly Point[]): string {
  const [first, ...others] = path;
  if (first === undefined) return '';
  const parts = others.map((corner, index) => {
    const after = others[index + 1];
    const before = path[index] ?? first;
    if (after === undefined) return `L${text(toward(corner, before, 7))}`;
    return `L${text(toward(corner, before, RADIUS))}Q${text(corner)} ${text(toward(corner, after, RADIUS))}`;
  });
  return `M${text(first)}${parts.join('')}`;
}

function tip(path: readonly Point[]): string {
  const end = path.at(-1) ?? { x: 0, y: 0 };
  const before = path.at(-2) ?? end;
  const back = toward(end, before, 11);
  const [dx, dy] = [(end.x - back.x) / 2, (end.y - back.y) / 2];
  return `${text(end)} ${text({ x: back.x - dy, y: back.y + dx })} ${text({ x: back.x + dy, y: back.y - dx })}`;
}

/** The point at a distance from one point in the direction of another. */
function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.min(distance, length) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function text({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
