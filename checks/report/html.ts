import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Grade } from '../grade.ts';
import type { Advice } from '../step.ts';
import { ADVICE_HEADING, adviceGroups, PRODUCTION_HEADING } from './advice-groups.ts';
import { renderTasks } from './html-tasks.ts';
import { renderWaterfall } from './html-waterfall.ts';
import { asText, html, type Markup, styleElement } from './markup.ts';
import { type NextStep, NOT_YOUR_MISTAKE, nextHeading, nextStep } from './next-step.ts';
import { formatPoints, removedLine, ungradedPoints } from './points.ts';
import { LEFTOVERS_HEADING, NOT_VERIFIED, provenanceLines } from './provenance.ts';
import { verdicts } from './verdict-words.ts';

const style = readFileSync(new URL('report.css', import.meta.url), 'utf8');
const styleHash = createHash('sha256').update(style).digest('base64');

/** The page loads nothing and runs nothing: its only style sheet is named by its hash, and pictures are embedded. */
const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/**
 * Renders a grade as one self-contained HTML page without scripts.
 * @returns the whole document, beginning with `<!doctype html>`.
 */
export function renderHtml(grade: Grade): string {
  const title = `Serverless image lab: ${formatPoints(grade.score)} of ${formatPoints(grade.maxScore)} points`;
  const { ofTheLab, forProduction } = adviceGroups(grade);
  const body = [
    renderHeader(grade),
    renderNext(nextStep(grade)),
    renderTasks(grade),
    grade.journey && renderWaterfall(grade.journey, grade.tasks),
    renderAdvice(ADVICE_HEADING, ofTheLab),
    renderAdvice(PRODUCTION_HEADING, forProduction),
    renderLeftovers(grade),
    renderProvenance(grade),
  ];
  return `<!doctype html>\n${asText(page(title, body))}`;
}

function page(title: string, body: readonly (Markup | null)[]): Markup {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
${styleElement(style)}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function renderHeader(grade: Grade): Markup {
  const { score, maxScore, bonus, maxBonus, account, region, startedAt, mode } = grade;
  const open = ungradedPoints(grade);
  const removed = removedLine(grade);
  return html`<header>
<h1>Serverless image lab</h1>
${
  maxScore > 0
    ? html`<p class="score"><strong>${formatPoints(score)}</strong> of ${formatPoints(maxScore)} points</p>
<meter min="0" max="${maxScore}" value="${score}" aria-label="Score"></meter>`
    : null
}
<p class="facts">${maxBonus > 0 ? html`<span>Bonus ${formatPoints(bonus)} of ${formatPoints(maxBonus)}</span>` : null}
<span>Account ${account}</span> <span>${region}</span>
<span><time datetime="${startedAt}">${startedAt.slice(0, 16).replace('T', ' ')} UTC</time></span>
${mode === 'read-only' ? html`<span>Read-only</span>` : null}</p>
${grade.provenance.verified ? null : html`<p class="note error">${NOT_VERIFIED}</p>`}
${removed === undefined ? null : html`<p class="note">${removed}</p>`}
${open > 0 ? html`<p class="note error">${formatPoints(open)} points could not be graded, because the grader could not read something. The real score may be higher.</p>` : null}
</header>
`;
}

function renderNext(next: NextStep): Markup {
  if (next.kind === 'done') return html`<section class="next pass"><h2>${nextHeading(next)}</h2></section>\n`;
  const { id, title, hint, guide } = next.step;
  const more = next.kind === 'look' ? NOT_YOUR_MISTAKE : html`Explained in <code>${guide}</code>.`;
  return html`<section class="next ${next.step.verdict}">
<h2>${nextHeading(next)}</h2>
<p><span class="mark" aria-hidden="true">${verdicts[next.step.verdict].mark}</span> <b>${id}</b> ${title}</p>
<p class="hint">${hint}</p>
<p class="more">${more}</p>
</section>
`;
}

function renderAdvice(heading: string, advice: readonly Advice[]): Markup | null {
  if (advice.length === 0) return null;
  return html`<section>
<h2>${heading}</h2>
<p class="more">Advice is not graded.</p>
<dl class="advice">
${advice.map(renderOneAdvice)}</dl>
</section>
`;
}

function renderOneAdvice({ title, why, how, guide }: Advice): Markup {
  const explained = guide === undefined ? null : html` <span class="more">See <code>${guide}</code></span>`;
  return html`<dt>${title}</dt>\n<dd>${why} ${how}${explained}</dd>\n`;
}

function renderProvenance({ provenance }: Grade): Markup {
  return html`<section>
<h2>What was graded</h2>
<ul>
${provenanceLines(provenance).map((line) => html`<li>${line}</li>\n`)}</ul>
</section>
`;
}

function renderLeftovers({ leftovers }: Grade): Markup | null {
  if (leftovers.length === 0) return null;
  return html`<section>
<h2>${LEFTOVERS_HEADING}</h2>
<ul>
${leftovers.map((leftover) => html`<li><code>${leftover}</code></li>\n`)}</ul>
</section>
`;
}
