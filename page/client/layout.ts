import type { OutputName } from '../../lab/output-names.ts';
import type { ArrowId, PartId } from '../state.ts';

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** `you` is the person who uploads. */
export type Place = PartId | 'you';

/** Where everything is in the drawing, in units of its viewBox. */
export interface Layout {
  width: number;
  height: number;
  boxes: ReadonlyMap<Place, Box>;
  /** The corners of each arrow, from its start to its tip. */
  arrows: ReadonlyMap<ArrowId | 'you>bucket', readonly Point[]>;
  /** The most characters in a line of a name, and in a line of counts. */
  nameWidth: number;
  nameLines: number;
  lineWidth: number;
}

/** From left to right for wide screens, from top to bottom for phones. */
export type Direction = 'wide' | 'tall';

/**
 * Lays out the pipeline.
 * @example
 * layOut(['thumbnail', 'mobile'], 'wide').boxes.get('queue:mobile'); // { x: …, y: …, width: 164, height: 118 }
 */
export function layOut(outputs: readonly OutputName[], direction: Direction): Layout {
  return direction === 'wide' ? layOutWide(outputs) : layOutTall(outputs);
}

/** Returns the place on a path after a fraction of its length, from 0 to 1. */
export function pointAt(path: readonly Point[], fraction: number): Point {
  const lengths = path.slice(1).map((to, index) => distance(path[index] ?? to, to));
  let left = Math.min(1, Math.max(0, fraction)) * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [path[index], path[index + 1]];
    if (from === undefined || to === undefined) break;
    if (left <= length) return between(from, to, length === 0 ? 0 : left / length);
    left -= length;
  }
  return path.at(-1) ?? { x: 0, y: 0 };
}

/** Returns the way from one part to another: an arrow, an arrow backwards, or a straight line. */
export function wayBetween(layout: Layout, from: Place, to: Place | 'nowhere'): readonly Point[] {
  const { arrows, boxes } = layout;
  const found = arrows.get(`${from}>${to}` as ArrowId);
  if (found !== undefined) return found;
  const back = arrows.get(`${to}>${from}` as ArrowId);
  if (back !== undefined) return back.toReversed();
  const start = centre(boxes.get(from));
  // A message that is dropped falls out of its part.
  return to === 'nowhere' ? [start, { x: start.x, y: start.y + 90 }] : [start, centre(boxes.get(to))];
}

const BOX = { width: 176, height: 122 };
const SMALL = { width: 176, height: 108 };
const GAP = 68;

function layOutWide(outputs: readonly OutputName[]): Layout {
  const rowHeight = BOX.height + 34 + SMALL.height;
  const rowGap = 30;
  const height = outputs.length * rowHeight + (outputs.length - 1) * rowGap + 4;
  const column = (index: number) => 2 + 72 + GAP - 12 + index * (BOX.width + GAP);
  // The first parts are in line with the first branch. What is below them is free for the controls of the page.
  const middle = 2 + BOX.height / 2;
  const boxes = new Map<Place, Box>([
    ['you', { x: 2, y: middle - 36, width: 72, height: 72 }],
    ['bucket', { ...BOX, x: column(0), y: middle - BOX.height / 2 }],
    ['topic', { ...BOX, x: column(1), y: middle - BOX.height / 2 }],
  ]);
  for (const [index, name] of outputs.entries()) {
    const y = 2 + index * (rowHeight + rowGap);
    boxes.set(`queue:${name}`, { ...BOX, x: column(2), y });
    boxes.set(`function:${name}`, { ...BOX, x: column(3), y });
    boxes.set(`output:${name}`, { ...BOX, x: column(4), y });
    boxes.set(`dead-letters:${name}`, { ...SMALL, x: column(2), y: y + BOX.height + 34 });
  }
  const arrows = new Map<ArrowId | 'you>bucket', Point[]>([
    ['you>bucket', across(boxes.get('you'), boxes.get('bucket'))],
    ['bucket>topic', across(boxes.get('bucket'), boxes.get('topic'))],
  ]);
  for (const name of outputs) {
    const queue = boxes.get(`queue:${name}`);
    arrows.set(`topic>queue:${name}`, across(boxes.get('topic'), queue));
    arrows.set(`queue:${name}>function:${name}`, across(queue, boxes.get(`function:${name}`)));
    arrows.set(
      `function:${name}>output:${name}`,
      across(boxes.get(`function:${name}`), boxes.get(`output:${name}`)),
    );
    arrows.set(`queue:${name}>dead-letters:${name}`, down(queue, boxes.get(`dead-letters:${name}`)));
  }
  return {
    width: column(4) + BOX.width + 2,
    height,
    boxes,
    arrows,
    nameWidth: 17,
    nameLines: 3,
    lineWidth: 25,
  };
}

function layOutTall(outputs: readonly OutputName[]): Layout {
  const margin = 22;
  const box = { width: 138, height: 136 };
  const [left, right] = [margin, margin + box.width + 28];
  const width = right + box.width + 2;
  const top = 74;
  const boxes = new Map<Place, Box>([
    ['you', { x: left + box.width / 2 - 36, y: 2, width: 72, height: 44 }],
    ['bucket', { ...box, x: left, y: top }],
    ['topic', { ...box, x: right, y: top }],
  ]);
  const arrows = new Map<ArrowId | 'you>bucket', Point[]>([
    ['you>bucket', down(boxes.get('you'), boxes.get('bucket'))],
    ['bucket>topic', across(boxes.get('bucket'), boxes.get('topic'))],
  ]);
  const branchHeight = 2 * box.height + 34 + 40;
  for (const [index, name] of outputs.entries()) {
    const y = top + box.height + 50 + index * branchHeight;
    boxes.set(`queue:${name}`, { ...box, x: left, y });
    boxes.set(`dead-letters:${name}`, { ...box, x: right, y });
    boxes.set(`function:${name}`, { ...box, x: left, y: y + box.height + 34 });
    boxes.set(`output:${name}`, { ...box, x: right, y: y + box.height + 34 });
    const topic = centre(boxes.get('topic'));
    const under = top + box.height + 24;
    arrows.set(`topic>queue:${name}`, [
      { x: topic.x, y: top + box.height },
      { x: topic.x, y: under },
      { x: 9, y: under },
      { x: 9, y: y + box.height / 2 },
      { x: left, y: y + box.height / 2 },
    ]);
    arrows.set(
      `queue:${name}>function:${name}`,
      down(boxes.get(`queue:${name}`), boxes.get(`function:${name}`)),
    );
    arrows.set(
      `function:${name}>output:${name}`,
      across(boxes.get(`function:${name}`), boxes.get(`output:${name}`)),
    );
    arrows.set(
      `queue:${name}>dead-letters:${name}`,
      across(boxes.get(`queue:${name}`), boxes.get(`dead-letters:${name}`)),
    );
  }
  const height = top + box.height + 50 + outputs.length * branchHeight - 38;
  return { width, height, boxes, arrows, nameWidth: 14, nameLines: 3, lineWidth: 19 };
}

/** From the right edge of one box to the left edge of another, with two corners when they are not at the same height. */
function across(from: Box | undefined, to: Box | undefined): Point[] {
  const [start, end] = [centre(from), centre(to)];
  const first = { x: start.x + (from?.width ?? 0) / 2, y: start.y };
  const last = { x: end.x - (to?.width ?? 0) / 2, y: end.y };
  if (first.y === last.y) return [first, last];
  const turn = (first.x + last.x) / 2;
  return [first, { x: turn, y: first.y }, { x: turn, y: last.y }, last];
}

/** From the lower edge of one box to the upper edge of another. */
function down(from: Box | undefined, to: Box | undefined): Point[] {
  const [start, end] = [centre(from), centre(to)];
  return [
    { x: start.x, y: start.y + (from?.height ?? 0) / 2 },
    { x: end.x, y: end.y - (to?.height ?? 0) / 2 },
  ];
}

function centre(box: Box | undefined): Point {
  if (box === undefined) return { x: 0, y: 0 };
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function between(from: Point, to: Point, fraction: number): Point {
  return { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction };
}
