import type { Place } from './layout.ts';

/** Paths in a square of 20 units, by kind of part. */
const PATHS: Readonly<Record<string, string>> = {
  you: 'M10 10a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM3 18c.6-4 3.4-6 7-6s6.4 2 7 6z',
  bucket:
    'M2.5 4.5c0-1.4 3.4-2.5 7.5-2.5s7.5 1.1 7.5 2.5L15.8 17c-.2 1-2.7 1.8-5.8 1.8S4.4 18 4.2 17zM4.6 5.6c1.4.7 3.3 1 5.4 1s4-.3 5.4-1',
  topic: 'M2 8v4h3l6 4V4L5 8zM13.5 7c1.8 1.6 1.8 4.4 0 6M15.5 4.5c3.4 3 3.4 8 0 11',
  queue: 'M2.5 4h4v12h-4zM8 4h4v12H8zM13.5 4h4v12h-4z',
  function: 'M4 18 9.5 7.5M6 2.5h2.5L15 18h2',
  output: 'M2 4h6l2 2.5h8V17H2zM5 14.5l3-3.6 2.4 2.4 2-2 3 3.2z',
  'dead-letters': 'M2 4.5h16v11H2zM2 4.5l8 6.5 8-6.5M7.5 13l5-0',
};

/** Draws the symbol of a kind of part. The kind is also written beside it. */
export function PartIcon({ place }: { place: Place }) {
  const [kind = ''] = place.split(':');
  return <path class="icon" d={PATHS[kind] ?? ''} />;
}
