import { ENDS, type JourneyFacts, type OutputFacts, type PictureFacts } from '../facts.ts';
import type { TaskGrade } from '../grade.ts';
import { explainReport } from '../report-line.ts';
import { html, type Markup } from './markup.ts';
import { type Hop, reportsOf, waterfall } from './waterfall.ts';

/** The picture and what became of it, and when: the waterfall as a table with bars. */
export function renderJourney(journey: JourneyFacts, tasks: readonly TaskGrade[]): Markup {
  const hops = waterfall(journey, tasks);
  const total = Math.max(1, ...hops.map((hop) => (hop.kind === 'took' ? hop.endMs : 0)));
  const whose = journey.by === 'probe' ? "the grader's picture" : 'your newest upload';
  return html`<section>
<h2>The way of ${whose}</h2>
${renderPictures(journey)}<table class="hops">
<caption>Milliseconds from the start of the upload</caption>
<thead><tr><th scope="col">End</th><th scope="col">Hop</th><th scope="col">From</th><th scope="col">Took</th><th scope="col" class="bar">When</th></tr></thead>
<tbody>
${hops.map((hop) => renderHop(hop, total))}</tbody>
</table>
${reportsOf(journey).map(({ functionName, report }) => html`<p><b>${functionName}</b> ${explainReport(report)}</p>\n`)}</section>
`;
}

function renderPictures({ source, ends }: JourneyFacts): Markup {
  const outputs = ENDS.map((end) => {
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
<div class="no-picture">Nothing here</div>
<figcaption><b>Output in ${end}/</b> <span>was not seen</span></figcaption>
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

/** A drawing, as the page's own policy forbids the style attributes that would set a width. */
function renderBar({ startMs, endMs }: Extract<Hop, { kind: 'took' }>, total: number): Markup {
  const x = Math.min(99.2, (startMs / total) * 100);
  const width = Math.max(0.8, ((endMs - startMs) / total) * 100);
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${x.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="10" /></svg>`;
}
