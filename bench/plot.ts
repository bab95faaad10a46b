import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Colours that are readable on white and on black. All other parts have the colour of the reader's theme. */
const THEME =
  '<style>svg { color: #1f2328 } @media (prefers-color-scheme: dark) { svg { color: #e6edf3 } } text { font-size: 13px; font-family: system-ui, sans-serif }</style>';

/** This project's colour, that of all others, and one more. */
export const OWN = '#d97706';
export const OTHER = '#64748b';
export const THIRD = '#0891b2';

/** @returns an SVG of 720 pixels' width that stands by itself. */
export function drawPlot(options: Plot.PlotOptions): string {
  return drawPlots([options]);
}

/** The same for several plots, each below the one before. */
export function drawPlots(plots: readonly Plot.PlotOptions[]): string {
  let height = 0;
  let width = 0;
  const drawn = plots.map((options) => {
    const { document } = parseHTML('<html><body></body></html>');
    const style = { background: 'none', color: 'currentColor' };
    // Text is larger than Plot expects.
    const room = { marginBottom: 42, ...options, x: { labelOffset: 36, ...options.x } };
    const plot = Plot.plot({ width: 720, ...room, document, style });
    plot.setAttribute('y', String(height));
    height += Number(plot.getAttribute('height'));
    width = Math.max(width, Number(plot.getAttribute('width')));
    return plot.outerHTML;
  });
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${THEME}${drawn.join('')}</svg>\n`;
}
