import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from './context.ts';
import type { View } from './store.ts';
import { TokenGlyph } from './token-glyph.tsx';

const PIECES = Array.from({ length: 26 }, (_, index) => index);
const SHOWN_MS = 3000;

/** Celebrates briefly when the last of the 100 points is earned. Without motion, the page only says it. */
export function Celebration({ view }: { view: View }) {
  const { store } = usePage();
  const grade = view.state?.grade.grade;
  const before = useRef<number | null>(null);
  const [isOn, setOn] = useState(false);
  const score = grade?.score ?? null;
  const most = grade?.maxScore ?? 100;
  useEffect(() => {
    const [was, is] = [before.current, score];
    before.current = score;
    if (was === null || is === null || was >= most || is < most || most < 100) return;
    store.notify(`${is} of ${most} points. Every required task is right.`, 'good');
    setOn(true);
    const timer = setTimeout(() => setOn(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [score, most, store]);
  if (!isOn || !view.motion) return null;
  return (
    <svg class="celebration" viewBox="0 0 100 60" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
      {PIECES.map((index) => (
        <g key={index} class={`piece delay-${index % 6}`} transform={`translate(${(index * 37) % 100} -4)`}>
          <g class="fall">
            <TokenGlyph letter="" shape={index % 8} radius={1.3} />
          </g>
        </g>
      ))}
    </svg>
  );
}
