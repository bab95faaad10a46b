import { useEffect, useRef } from 'preact/hooks';
import { type Layout, pointAt, wayBetween } from './layout.ts';
import type { Flight } from './playback.ts';
import { TokenGlyph } from './token-glyph.tsx';

/**
 * Draws the messages that move. A frame changes one attribute of each of them and nothing else. Playback keeps their number small:
 * at high rates it counts messages instead.
 */
export function MovingTokens({ flights, layout }: { flights: readonly Flight[]; layout: Layout }) {
  const groups = useRef(new Map<string, SVGGElement>());
  useEffect(() => {
    if (flights.length === 0) return;
    let frame = requestAnimationFrame(function place(clock) {
      for (const flight of flights) move(groups.current.get(flight.tokenId), flight, layout, clock);
      frame = requestAnimationFrame(place);
    });
    return () => cancelAnimationFrame(frame);
  }, [flights, layout]);
  return (
    <g class="moving">
      {flights.map((flight) => (
        <g
          key={flight.tokenId}
          transform={translation(flight, layout, performance.now())}
          ref={(group) => {
            if (group === null) groups.current.delete(flight.tokenId);
            else groups.current.set(flight.tokenId, group);
          }}
        >
          <TokenGlyph letter={flight.letter} shape={flight.shape} radius={13} />
        </g>
      ))}
    </g>
  );
}

function move(group: SVGGElement | undefined, flight: Flight, layout: Layout, clock: number): void {
  group?.setAttribute('transform', translation(flight, layout, clock));
}

function translation(flight: Flight, layout: Layout, clock: number): string {
  const fraction = Math.min(1, Math.max(0, (clock - flight.startedAt) / flight.duration));
  const { x, y } = pointAt(wayBetween(layout, flight.from, flight.to), ease(fraction));
  return `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
}

/** Starts and stops gently. */
function ease(fraction: number): number {
  return fraction * fraction * (3 - 2 * fraction);
}
