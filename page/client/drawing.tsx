import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ArrowId, PageState } from '../state.ts';
import { ArrowLine } from './arrow-line.tsx';
import { useServerTime } from './context.ts';
import { type Direction, type Layout, layOut } from './layout.ts';
import { MovingTokens } from './moving-tokens.tsx';
import { PartBox } from './part-box.tsx';
import { PartIcon } from './part-icon.tsx';
import { restingTokens } from './resting.ts';
import type { View } from './store.ts';

/** Below this width, CSS pixels, the drawing goes from top to bottom. */
const TALL_BELOW = 760;

interface DrawingProps {
  view: View;
  state: PageState;
  /** What stands in the free corner of a wide drawing, or below the drawing. */
  children: ComponentChildren;
}

/** The pipeline with its live state. */
export function Drawing({ view, state, children }: DrawingProps) {
  const { place, direction } = useDirection();
  const names = state.outputs.map(({ name }) => name).join(' ');
  const layout = useMemo(
    () =>
      layOut(
        state.outputs.map(({ name }) => name),
        direction,
      ),
    [names, direction],
  );
  const now = useServerTime(view);
  const flights = view.playback?.flights() ?? [];
  const resting = restingTokens(state.tokens, new Set(flights.map(({ tokenId }) => tokenId)));
  const isFresh = view.badge.kind !== 'offline';
  return (
    <div class="drawing" ref={place}>
      {/* biome-ignore lint/a11y/useSemanticElements: the parts of a drawing are a group, and not a part of a form */}
      <svg
        class={`pipeline ${direction} ${isFresh ? '' : 'stale'}`}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label="The pipeline. Each part is a button that opens it. The tables below say the same in words."
      >
        <Arrows layout={layout} state={state} rushed={view.playback?.rushed()} />
        <You layout={layout} />
        {Object.values(state.parts).map((part) => {
          const box = layout.boxes.get(part.id);
          return (
            box !== undefined && (
              <PartBox
                key={part.id}
                {...{ part, box, layout, now, isFresh }}
                resting={resting.get(part.id)}
              />
            )
          );
        })}
        <MovingTokens flights={flights} layout={layout} />
      </svg>
      <div class="dock">{children}</div>
    </div>
  );
}

function Arrows({
  layout,
  state,
  rushed,
}: {
  layout: Layout;
  state: PageState;
  rushed: ReadonlyMap<string, number> | undefined;
}) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of an SVG cannot have the focus
    <g aria-hidden="true">
      {[...layout.arrows].map(([id, path]) => (
        <ArrowLine
          key={id}
          path={path}
          arrow={id === 'you>bucket' ? undefined : state.arrows[id as ArrowId]}
          rushed={rushed?.get(id) ?? 0}
        />
      ))}
    </g>
  );
}

function You({ layout }: { layout: Layout }) {
  const box = layout.boxes.get('you');
  if (box === undefined) return null;
  const isFlat = box.height < 60;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of an SVG cannot have the focus
    <g class="you" transform={`translate(${box.x} ${box.y})`} aria-hidden="true">
      <rect class="frame" width={box.width} height={box.height} rx="10" />
      <g transform={isFlat ? 'translate(8 11) scale(1.1)' : `translate(${box.width / 2 - 13} 10) scale(1.3)`}>
        <PartIcon place="you" />
      </g>
      <text x={isFlat ? 49 : box.width / 2} y={isFlat ? 27 : 57}>
        you
      </text>
    </g>
  );
}

/** Watches the width of the drawing. */
function useDirection() {
  const place = useRef<HTMLDivElement>(null);
  const [direction, setDirection] = useState<Direction>(innerWidth < TALL_BELOW ? 'tall' : 'wide');
  useEffect(() => {
    if (place.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setDirection(entry.contentRect.width < TALL_BELOW ? 'tall' : 'wide');
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return { place, direction };
}
