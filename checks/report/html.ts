import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Grade } from '../grade.ts';
import type { Advice } from '../step.ts';
import { adviceGroups, PRODUCTION_HEADING } from './advice-groups.ts';
import { renderJourney } from './html-journey.ts';
import { renderTasks } from './html-tasks.ts';
import { asText, html, type Markup, styleElement } from './markup.ts';
import { type NextStep, nextHeading, nextStep } from './next-step.ts';
import { stepOutcome } from './outcome.ts';
import { formatPoints, ungradedPoints } from './points.ts';

const style = readFileSync(new URL('report.css', import.meta.url), 'utf8');
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded and nothing runs: the style is this very one, and pictures are in the page itself. */
const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** Renders a grade as one page of HTML that needs nothing else: no network, no script. */
export function renderHtml(grade: Grade): string {
  const title = `Serverless image lab: ${formatPoints(grade.score)} of ${formatPoints(grade.maxScore)} points`;
  const { ofTheLab, forProduction } = adviceGroups(grade);
  const body = [
    renderHeader(grade),
    renderNext(nextStep(grade)),
    renderTasks(grade),
    grade.journey && renderJourney(grade.journey, grade.tasks),
    renderAdvice('It works, and could be better', ofTheLab),
    renderAdvice(PRODUCTION_HEADING, forProduction),
    renderLeftovers(grade),
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
${open > 0 ? html`<p class="note error">${formatPoints(open)} points could not be graded, because the grader could not look. The score may be higher.</p>` : null}
</header>
`;
}

function renderNext(next: NextStep): Markup {
  if (next.kind === 'done') return html`<section class="next pass"><h2>${nextHeading(next)}</h2></section>\n`;
  const { id, title, hint, guide } = next.step;
  const more =
    next.kind === 'look' ? 'This is no failure of yours.' : html`It is explained in <code>${guide}</code>.`;
  return html`<section class="next ${stepOutcome(next.step)}">
<h2>${nextHeading(next)}</h2>
<p><b>${id}</b> ${title}</p>
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

function renderLeftovers({ leftovers }: Grade): Markup | null {
  if (leftovers.length === 0) return null;
  return html`<section>
<h2>The grader made these, and could not remove them</h2>
<ul>
${leftovers.map((leftover) => html`<li><code>${leftover}</code></li>\n`)}</ul>
</section>
`;
}
