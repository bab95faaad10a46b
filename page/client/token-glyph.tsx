/** The shapes of messages, as corners around the middle of a circle with radius 1. Shape 0 is a circle. */
const CORNERS: readonly (readonly [number, number][])[] = [
  [],
  [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  regular(3, 1.3),
  regular(4, 1.2),
  regular(5, 1.1),
  regular(6, 1.08),
  star(5, 1.28, 0.78),
  [
    ...([
      [-0.5, -1.05],
      [0.5, -1.05],
      [0.5, -0.5],
      [1.05, -0.5],
    ] as [number, number][]),
    ...([
      [1.05, 0.5],
      [0.5, 0.5],
      [0.5, 1.05],
      [-0.5, 1.05],
    ] as [number, number][]),
    ...([
      [-0.5, 0.5],
      [-1.05, 0.5],
      [-1.05, -0.5],
      [-0.5, -0.5],
    ] as [number, number][]),
  ],
];

export const SHAPE_NAMES = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'pentagon',
  'hexagon',
  'star',
  'cross',
];

interface GlyphProps {
  letter: string;
  shape: number;
  /** Units of the drawing. */
  radius?: number;
}

/** Draws a message: its shape, its colour and its letter, around the point (0, 0) of an SVG. */
export function TokenGlyph({ letter, shape, radius = 10 }: GlyphProps) {
  const kind = ((shape % CORNERS.length) + CORNERS.length) % CORNERS.length;
  const corners = CORNERS[kind] ?? [];
  const short = [...letter].slice(0, 3).join('');
  return (
    <g class={`token shape-${kind}`}>
      {corners.length === 0 ? (
        <circle r={radius} />
      ) : (
        <polygon
          points={corners.map(([x, y]) => `${(x * radius).toFixed(2)},${(y * radius).toFixed(2)}`).join(' ')}
        />
      )}
      <text
        y={kind === 2 ? radius * 0.55 : radius * 0.4}
        style={{ fontSize: `${radius * (short.length > 1 ? 0.85 : 1.15)}px` }}
      >
        {short}
      </text>
    </g>
  );
}

/** The same glyph in running text. Its letter is read with the words beside it. */
export function InlineToken({ letter, shape }: GlyphProps) {
  return (
    <svg class="inline-token" viewBox="-13.5 -13.5 27 27" aria-hidden="true">
      <TokenGlyph letter={letter} shape={shape} />
    </svg>
  );
}

function regular(count: number, size: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => onCircle(index / count, size));
}

function star(points: number, outer: number, inner: number): [number, number][] {
  return Array.from({ length: points * 2 }, (_, index) =>
    onCircle(index / (points * 2), index % 2 === 0 ? outer : inner),
  );
}

function onCircle(turn: number, size: number): [number, number] {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return [Math.cos(angle) * size, Math.sin(angle) * size];
}
