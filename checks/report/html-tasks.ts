import type { Grade, StepGrade, TaskGrade, Verdict } from '../grade.ts';
import { blockersOf } from './blockers.ts';
import { hintsOnce } from './hints-once.ts';
import { html, type Markup } from './markup.ts';
import { openSteps } from './open-steps.ts';
import { formatEarned } from './points.ts';
import { verdicts } from './verdict-words.ts';

/** Renders a table of all tasks. The steps of each task can be expanded; tasks with an open step start expanded. */
export function renderTasks(grade: Grade): Markup {
  const open = openSteps(grade);
  const hint = hintsOnce(grade);
  return html`<section>
<h2>Tasks</h2>
<table class="tasks">
<thead><tr><th scope="col">Task</th><th scope="col">Title</th><th scope="col">Result</th><th scope="col">Points</th></tr></thead>
<tbody>
${grade.tasks.map((task) => renderTask(task, { isOpen: open.get(task)?.own.length !== 0, hint }))}</tbody>
</table>
</section>
`;
}

function renderTask(
  task: TaskGrade,
  { isOpen, hint }: { isOpen: boolean; hint: (step: StepGrade) => string | null },
): Markup {
  const { id, title, optional, verdict, steps } = task;
  return html`<tr class="${verdict}">
<th scope="row">${id}</th>
<td><details${isOpen ? html` open` : null}>
<summary>${title}${optional ? html` <small>bonus</small>` : null}</summary>
<ul>
${steps.map((step) => renderStep(step, hint(step)))}</ul>
</details></td>
<td>${renderVerdict(verdict, blockersOf(task))}</td>
<td class="number">${formatEarned(task)}</td>
</tr>
`;
}

function renderStep(step: StepGrade, hint: string | null): Markup {
  const { id, title, verdict, evidence } = step;
  const seen = Object.keys(evidence).length === 0 ? null : renderEvidence(id, evidence);
  return html`<li class="${verdict}">
<p><span class="mark" aria-hidden="true">${verdicts[verdict].mark}</span> ${title} <small>${id}, ${formatEarned(step)}</small><span class="unseen">: ${verdicts[verdict].word}</span></p>
${hint === null ? null : html`<p class="hint">${hint}</p>\n`}${seen}</li>
`;
}

function renderEvidence(id: string, evidence: StepGrade['evidence']): Markup {
  return html`<details class="evidence"><summary>Evidence<span class="unseen"> for ${id}</span></summary>
<pre tabindex="0">${JSON.stringify(evidence, null, 2)}</pre></details>
`;
}

function renderVerdict(verdict: Verdict, waitsFor: string | undefined): Markup {
  const { mark, word } = verdicts[verdict];
  return html`<span class="result"><span class="mark" aria-hidden="true">${mark}</span> ${waitsFor === undefined ? word : `waits for ${waitsFor}`}</span>`;
}
