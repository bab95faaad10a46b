import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import { html, type Markup } from './markup.ts';
import { openSteps } from './open-steps.ts';
import { type Outcome, outcomes, stepOutcome, taskOutcome } from './outcome.ts';
import { formatEarned } from './points.ts';

/** A table of all tasks, with the steps of each to open; open are those with something to say. */
export function renderTasks(grade: Grade): Markup {
  const open = openSteps(grade);
  return html`<section>
<h2>Tasks</h2>
<table class="tasks">
<thead><tr><th scope="col">Task</th><th scope="col">What</th><th scope="col">Result</th><th scope="col">Points</th></tr></thead>
<tbody>
${grade.tasks.map((task) => renderTask(task, open.get(task)?.own.length !== 0))}</tbody>
</table>
</section>
`;
}

function renderTask(task: TaskGrade, isOpen: boolean): Markup {
  const { id, title, optional, steps } = task;
  const outcome = taskOutcome(task);
  return html`<tr class="${outcome}">
<th scope="row">${id}</th>
<td><details${isOpen ? html` open` : null}>
<summary>${title}${optional ? html` <small>bonus</small>` : null}</summary>
<ul>
${steps.map(renderStep)}</ul>
</details></td>
<td>${renderOutcome(outcome, task.blockedBy)}</td>
<td class="number">${formatEarned(task)}</td>
</tr>
`;
}

function renderStep(step: StepGrade): Markup {
  const { id, title, hint, evidence } = step;
  const outcome = stepOutcome(step);
  const seen = Object.keys(evidence).length === 0 ? null : renderEvidence(id, evidence);
  return html`<li class="${outcome}">
<p><span class="mark" aria-hidden="true">${outcomes[outcome].mark}</span> ${title} <small>${id}, ${formatEarned(step)}</small><span class="unseen">: ${outcomes[outcome].word}</span></p>
${hint === null ? null : html`<p class="hint">${hint}</p>\n`}${seen}</li>
`;
}

function renderEvidence(id: string, evidence: StepGrade['evidence']): Markup {
  return html`<details class="evidence"><summary>What was seen<span class="unseen"> for ${id}</span></summary>
<pre tabindex="0">${JSON.stringify(evidence, null, 2)}</pre></details>
`;
}

function renderOutcome(outcome: Outcome, blockedBy: string | null): Markup {
  const { mark, word } = outcomes[outcome];
  return html`<span class="result"><span class="mark" aria-hidden="true">${mark}</span> ${blockedBy === null ? word : `waits for ${blockedBy}`}</span>`;
}
