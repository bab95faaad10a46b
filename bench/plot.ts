import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Readable on white and on black: what has no colour of its own takes that of the reader's theme. */
const THEME =
  '<style>svg { color: #1f2328 } @media (prefers-color-scheme: dark) { svg { color: #e6edf3 } } text { font: 13px system-ui, sans-serif }</style>';

/** This project's colour, and that of all others. */
export const OWN = '#d97706';
export const OTHER = '#64748b';

/** @returns an SVG of 720 pixels' width that stands by itself. */
export function drawPlot(options: Plot.PlotOptions): string {
  const { document } = parseHTML('<html><body></body></html>');
  const style = { background: 'none', color: 'currentColor' };
  const drawn = Plot.plot({ width: 720, ...options, document, style });
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${drawn.outerHTML.replace(/(<svg[^>]*>)/, `$1${THEME}`)}\n`;
}
