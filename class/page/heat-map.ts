import { html, type Markup } from '../../checks/report/markup.ts';
import { formatEarned, formatPoints } from '../../checks/report/points.ts';
import { verdicts } from '../../checks/report/verdict-words.ts';
import type { JudgedResult } from '../result.ts';
import type { ClassStatistics, TaskCount } from '../statistics.ts';

/** Renders the learners and tasks as a table. It is complete without the script, which sorts and filters it. */
export function renderHeatMap(
  results: readonly JudgedResult[],
  { tasks }: ClassStatistics,
  pageOf: (id: string) => string,
): Markup {
  return html`<section id="map">
<h2>Learners and tasks</h2>
<div class="controls">
<label>Find <input type="search" id="find" autocomplete="off" placeholder="id or name"></label>
<label>Show <select id="show">
<option value="all">everybody</option><option value="open">not right yet</option><option value="right">everything right</option>
<option value="not-begun">not begun</option><option value="trouble">not graded, or in part</option><option value="flags">with a flag</option><option value="late">late</option>
${tasks.map(({ id, title }) => html`<option value="task:${id}">${id} is not right: ${title}</option>`)}
</select></label>
<span id="shown" role="status"></span>
</div>
<p class="legend">${(['pass', 'fail', 'not-yet', 'blocked', 'pending', 'error', 'skipped'] as const).map(
    (verdict) =>
      html`<span class="${verdict}"><span class="mark" aria-hidden="true">${verdicts[verdict].mark}</span>${verdicts[verdict].word}</span> `,
  )}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Learners and tasks">
<table class="map">
<thead><tr>${columnHead('name', 'Learner')}${columnHead('score', 'Points')}${tasks.map(({ id, title }) =>
    columnHead(`task:${id}`, id, title),
  )}</tr></thead>
<tbody>
${results.map((result, index) => renderRow(result, index, tasks, pageOf))}</tbody>
<tfoot><tr><th scope="row">Right</th><td></td>${tasks.map(
    ({ passed, graded }) => html`<td>${graded === 0 ? '' : `${Math.round((passed / graded) * 100)}%`}</td>`,
  )}</tr></tfoot>
</table>
</div>
</section>`;
}

function columnHead(key: string, text: string, title?: string): Markup {
  const more = title === undefined ? null : html`<span class="unseen"> ${title}</span>`;
  return html`<th scope="col" data-sort="${key}" title="${title ?? text}"><button type="button">${text}${more}</button></th>`;
}

function renderRow(
  result: JudgedResult,
  index: number,
  tasks: readonly TaskCount[],
  pageOf: (id: string) => string,
): Markup {
  const { id, name, grade, late, flags, ungraded } = result;
  const byId = new Map((grade?.tasks ?? []).map((task) => [task.id, task]));
  return html`<tr data-index="${index}"><th scope="row"><a href="${pageOf(id)}"><b>${name}</b> <small>${id}</small></a>${late ? html` <small class="badge">late</small>` : null}${
    flags.length > 0
      ? html` <small class="badge" title="${flags.map(({ text }) => text).join(' ')}">⚑ ${flags.length}</small>`
      : null
  }${grade && !grade.provenance.verified ? html` <small class="badge">not verified</small>` : null}</th>
<td class="number">${grade === null ? html`<span class="unseen">no grade</span>–` : formatPoints(grade.score)}${ungraded > 0 ? html`<small title="${formatPoints(ungraded)} points could not be graded"> +?</small>` : null}</td>${
    grade === null ? renderTrouble(result, tasks.length) : tasks.map((task) => renderCell(byId.get(task.id)))
  }</tr>
`;
}

function renderTrouble({ status, trouble }: JudgedResult, columns: number): Markup {
  const words = {
    graded: '',
    'not-begun': 'Not begun',
    unreachable: 'Could not be reached',
    'grader-failed': 'The grader failed',
  };
  const className = status === 'not-begun' ? 'not-yet' : 'error';
  return html`<td colspan="${Math.max(1, columns)}" class="trouble ${className}"><b>${words[status]}.</b> ${trouble}</td>`;
}

function renderCell(task: NonNullable<JudgedResult['grade']>['tasks'][number] | undefined): Markup {
  if (task === undefined) return html`<td></td>`;
  const { id, verdict } = task;
  const { mark, word } = verdicts[verdict];
  const partly = verdict === 'fail' && task.earned > 0 ? ' partly' : '';
  return html`<td class="cell ${verdict}${partly}" title="${`${id}: ${word}, ${formatEarned(task)}`}"><span aria-hidden="true">${mark}</span><span class="unseen">${word}</span></td>`;
}
