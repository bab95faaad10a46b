import type { JourneyFacts, OutputFacts, PictureFacts } from '../../account/facts.ts';
import { explainReport } from '../../account/logs/lambda-report.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { TaskGrade } from '../grade.ts';
import { html, type Markup } from './markup.ts';
import { type Hop, journeyHeading, reportsOf, waterfall } from './waterfall.ts';

/** Renders the picture, its outputs, and the waterfall of its hops as a table with bars. */
export function renderWaterfall(journey: JourneyFacts, tasks: readonly TaskGrade[]): Markup {
  const hops = waterfall(journey, tasks);
  const total = Math.max(1, ...hops.map((hop) => (hop.kind === 'took' ? hop.endMs : 0)));
  return html`<section>
<h2>${journeyHeading(journey)}</h2>
${renderPictures(journey)}<table class="hops">
<caption>Milliseconds from the start of the upload</caption>
<thead><tr><th scope="col">Output</th><th scope="col">Hop</th><th scope="col">Start</th><th scope="col">Duration</th><th scope="col" class="bar">When</th></tr></thead>
<tbody>
${hops.map((hop) => renderHop(hop, total))}</tbody>
</table>
${reportsOf(journey).map(({ functionName, report }) => html`<p><b>${functionName}</b> ${explainReport(report)}</p>\n`)}</section>
`;
}

function renderPictures({ source, ends }: JourneyFacts): Markup {
  const outputs = LAB_OUTPUT_NAMES.map((end) => {
    const { output } = ends[end];
    return output.kind === 'found' ? renderPicture(`Output in ${end}/`, output.value) : renderNoPicture(end);
  });
  return html`<div class="pictures">
${renderPicture('Upload', source)}${outputs}</div>
`;
}

function renderPicture(name: string, picture: PictureFacts | OutputFacts): Markup {
  const { key, width, height, bytes, format, preview } = picture;
  const size = `${width} × ${height} pixels`;
  const image = isBase64(preview)
    ? html`<img src="data:image/jpeg;base64,${preview}" alt="${name}: ${key}, ${size}">`
    : html`<div class="no-picture">No preview</div>`;
  return html`<figure>
${image}
<figcaption><b>${name}</b> <span>${size}, ${bytes.toLocaleString('en')} bytes, ${format.toUpperCase()}</span> <code>${key}</code></figcaption>
</figure>
`;
}

function renderNoPicture(end: string): Markup {
  return html`<figure>
<div class="no-picture">No picture</div>
<figcaption><b>Output in ${end}/</b> <span>not found</span></figcaption>
</figure>
`;
}

function isBase64(text: string): boolean {
  return text !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function renderHop(hop: Hop, total: number): Markup {
  const place = html`<td>${hop.end ?? 'both'}</td><th scope="row">${hop.name}</th>`;
  if (hop.kind !== 'took') {
    const mark = hop.kind === 'missing' ? '✗' : '?';
    return html`<tr class="${hop.kind}">${place}<td colspan="3"><span class="mark" aria-hidden="true">${mark}</span> ${hop.why}</td></tr>\n`;
  }
  const { startMs, endMs } = hop;
  return html`<tr>${place}<td class="number">${startMs.toFixed(0)}</td><td class="number">${(endMs - startMs).toFixed(0)}</td><td class="bar">${renderBar(hop, total)}</td></tr>\n`;
}

/** An SVG, because the page's Content-Security-Policy forbids style attributes that would set a width. */
function renderBar({ startMs, endMs }: Extract<Hop, { kind: 'took' }>, total: number): Markup {
  const x = Math.min(99.2, (startMs / total) * 100);
  const width = Math.max(0.8, ((endMs - startMs) / total) * 100);
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${x.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="10" /></svg>`;
}
