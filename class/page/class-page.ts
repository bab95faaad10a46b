import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { exitStatus } from '../../checks/grade.ts';
import {
  asText,
  dataElement,
  html,
  type Markup,
  scriptElement,
  styleElement,
} from '../../checks/report/markup.ts';
import { formatPoints } from '../../checks/report/points.ts';
import { verdicts } from '../../checks/report/verdict-words.ts';
import { idsInWords, type Obstacle, whomInWords } from '../obstacles.ts';
import type { JudgedResult } from '../result.ts';
import {
  type ClassStatistics,
  countsInWords,
  type Finding,
  type Stuck,
  statisticsOf,
} from '../statistics.ts';
import { classData } from './class-data.ts';
import { renderHeatMap } from './heat-map.ts';

const style = [
  readFileSync(new URL('../../checks/report/report.css', import.meta.url), 'utf8'),
  readFileSync(new URL('class.css', import.meta.url), 'utf8'),
].join('\n');
const script = readFileSync(new URL('../client/class-page.js', import.meta.url), 'utf8');

/** The page loads nothing. Its style sheet and its script are named by their hashes. */
const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'; base-uri 'none'; form-action 'none'`;

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

export interface ClassPageOptions {
  title: string;
  /** When the results were put together: ISO 8601. */
  at: string;
  /** The page of a learner, relative to the class page. */
  pageOf(id: string): string;
}

/**
 * Renders the class as one self-contained HTML page, with a heat map, the most common findings, and each learner's steps.
 * @returns the whole document, beginning with `<!doctype html>`.
 */
export function renderClassPage(
  results: readonly JudgedResult[],
  { title, at, pageOf }: ClassPageOptions,
): string {
  const statistics = statisticsOf(results);
  const isRight = (grade: Parameters<typeof exitStatus>[0]) => exitStatus(grade) === 0;
  const body = html`<main>
${renderHeader(title, at, results, statistics)}
${renderObstacles(statistics.obstacles)}
${renderStuck(statistics.stuck)}
${renderFindings(statistics.findings)}
${renderHeatMap(results, statistics, pageOf)}
</main>
<dialog id="learner" aria-labelledby="learner-name"><form method="dialog"><button id="close">Close</button></form><div id="learner-content"></div></dialog>
${dataElement('class-data', classData(results, { pageOf, isRight }))}
${scriptElement(script)}`;
  return `<!doctype html>\n${asText(page(title, body))}`;
}

function page(title: string, body: Markup): Markup {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: the class</title>
<link rel="icon" href="data:,">
${styleElement(style)}
</head>
<body>
${body}
</body>
</html>
`;
}

function renderHeader(
  title: string,
  at: string,
  results: readonly JudgedResult[],
  statistics: ClassStatistics,
): Markup {
  const { right, median, maxScore, incomplete } = statistics;
  return html`<header>
<h1>${title}</h1>
<p class="score"><strong>${right}</strong> of ${results.length} learners have everything right</p>
<meter min="0" max="${Math.max(1, results.length)}" value="${right}" aria-label="Learners who have everything right"></meter>
<p class="facts"><span>${countsInWords(statistics)}</span>
${median === null ? null : html`<span>Median score ${formatPoints(median)} of ${formatPoints(maxScore)}</span>`}
${incomplete > 0 ? html`<span>${incomplete} graded in part</span>` : null}
<span><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time></span></p>
</header>`;
}

const MOST_ROWS = 12;

function renderObstacles(obstacles: readonly Obstacle[]): Markup | null {
  if (obstacles.length === 0) return null;
  return html`<section>
<h2>What could not be graded</h2>
<p class="more">These are not the mistakes of the learners. Each reason is listed once, with what to do about it.</p>
<ul class="findings">
${obstacles.slice(0, MOST_ROWS).map(
  (
    one,
  ) => html`<li class="error"><p><span class="mark" aria-hidden="true">${verdicts.error.mark}</span> <b>${whomInWords(one)}</b></p>
<p class="hint">${one.text}</p>
<details><summary><small>Learners</small></summary><p class="who">${idsInWords(one)}</p></details></li>
`,
)}</ul>
${obstacles.length > MOST_ROWS ? html`<p class="more">${obstacles.length - MOST_ROWS} more reasons concern fewer learners. The table below names them.</p>` : null}
</section>`;
}

function renderStuck(stuck: readonly Stuck[]): Markup | null {
  if (stuck.length === 0) return null;
  const most = Math.max(...stuck.map(({ ids }) => ids.length));
  return html`<section>
<h2>Where learners are stuck</h2>
<p class="more">The step that each learner should look at next.</p>
<table class="stuck">
<thead><tr><th scope="col" class="count">Learners</th><th scope="col">Step</th><th scope="col" class="bar"><span class="unseen">Share</span></th></tr></thead>
<tbody>
${stuck.slice(0, MOST_ROWS).map(
  ({ step, title, ids }) => html`<tr><td class="number count">${ids.length}</td>
<th scope="row"><details><summary><b>${step}</b> ${title}</summary><p class="who">${ids.join(', ')}</p></details></th>
<td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect x="0" y="0" width="${((ids.length / most) * 100).toFixed(1)}" height="10" /></svg></td></tr>
`,
)}</tbody>
</table>
</section>`;
}

function renderFindings(findings: readonly Finding[]): Markup | null {
  if (findings.length === 0) return null;
  return html`<section>
<h2>Most common findings</h2>
<ol class="findings">
${findings.slice(0, MOST_ROWS).map(
  ({
    step,
    title,
    hint,
    guide,
    ids,
  }) => html`<li class="fail"><details><summary><span class="mark" aria-hidden="true">${verdicts.fail.mark}</span> <b>${ids.length}</b> ${ids.length === 1 ? 'learner' : 'learners'} · ${title} <small>${step}</small></summary>
<p class="hint">${hint}</p>
<p class="more hint">${ids.length > 1 ? 'This is the hint of the first of them. ' : ''}Explained in <code>${guide}</code>. Learners: ${ids.join(', ')}</p></details></li>
`,
)}</ol>
</section>`;
}
