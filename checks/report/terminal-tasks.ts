import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import { type OpenSteps, openSteps } from './open-steps.ts';
import { type Outcome, outcomes, shortId, stepOutcome, taskOutcome } from './outcome.ts';
import { type Paper, plain, type Style } from './paper.ts';
import { formatEarned } from './points.ts';

export const outcomeStyles = {
  pass: 'green',
  fail: 'red',
  'not-yet': 'cyan',
  blocked: 'dim',
  pending: 'yellow',
  error: 'yellow',
  skipped: 'dim',
} as const satisfies Record<Outcome, Style>;

/** Tasks with their points, and below each what is to be done. */
export function renderTasks(paper: Paper, grade: Grade): string {
  const titleWidth = paper.width - MARK - ID - POINTS;
  const columns = [
    { width: MARK },
    { width: ID },
    { width: titleWidth },
    { width: POINTS, align: 'right' as const },
  ];
  const open = openSteps(grade);
  const rows = grade.tasks.flatMap((task) => taskRows(task, open.get(task), { ...paper, width: titleWidth }));
  return `${paper.table(columns, rows)}\n${legend(paper, grade)}`.trimEnd();
}

const MARK = 2;
const ID = 4;
const POINTS = 8;

type Row = string[];

function taskRows(task: TaskGrade, open: OpenSteps | undefined, paper: Paper): Row[] {
  const waitsFor = blockers(task);
  if (waitsFor !== undefined) return [blockedRow(task, waitsFor, paper)];
  const outcome = taskOutcome(task);
  const mark = paper.style(outcomeStyles[outcome], outcomes[outcome].mark);
  const row = [mark, task.id, paper.wrap(titleOf(task), { columns: paper.width }), formatEarned(task)];
  if (open === undefined) return [row];
  return [row, ...open.own.map((step) => stepRow(step, task, paper)), ...quietRows(task, open, paper)];
}

/** What all of a task waits for; undefined when a part of it does not. */
function blockers({ steps }: TaskGrade): string | undefined {
  const ids = steps.map(({ blockedBy }) => blockedBy);
  return ids.includes(null) ? undefined : [...new Set(ids)].join(' and ');
}

/** One dim line. */
function blockedRow(task: TaskGrade, waitsFor: string, { width, style, wrap }: Paper): Row {
  const outcome = taskOutcome(task);
  const dim = (text: string) => style('dim', text);
  const title = wrap(dim(`${titleOf(task)} – waits for ${waitsFor}`), { columns: width });
  return [
    style(outcomeStyles[outcome], outcomes[outcome].mark),
    dim(task.id),
    title,
    dim(formatEarned(task)),
  ];
}

function titleOf({ title, optional }: TaskGrade): string {
  return `${plain(title)}${optional ? ' (bonus)' : ''}`;
}

function stepRow(step: StepGrade, task: TaskGrade, { width, style, wrap }: Paper): Row {
  const outcome = stepOutcome(step);
  const heading = `${style(outcomeStyles[outcome], outcomes[outcome].mark)} ${shortId(step, task)}: ${plain(step.title)}`;
  const hint = wrap(plain(step.hint ?? ''), { columns: width, indent: 2 });
  const text = `${wrap(heading, { columns: width, indent: 2 })}\n  ${hint}`;
  return ['', '', text, style('dim', formatEarned(step))];
}

/** Steps without a word of their own, in dim lines. */
function quietRows(task: TaskGrade, { waiting, repeating }: OpenSteps, { width, style, wrap }: Paper): Row[] {
  const names = (steps: readonly StepGrade[]) => steps.map((step) => shortId(step, task)).join(', ');
  const lines = [
    ...repeating.map(({ by, steps }) => `${markOf(steps)} ${names(steps)}: the same as ${by}`),
    ...waiting.map(
      ({ by, steps }) =>
        `${markOf(steps)} ${names(steps)} ${steps.length === 1 ? 'waits' : 'wait'} for ${by}`,
    ),
  ];
  return lines.map((line) => ['', '', wrap(style('dim', line), { columns: width, indent: 2 }), '']);
}

function markOf([step]: readonly StepGrade[]): string {
  return step ? outcomes[stepOutcome(step)].mark : '';
}

/** Signs that do not explain themselves, where there are any. */
function legend({ style, wrap }: Paper, { tasks }: Grade): string {
  const seen = new Set(tasks.flatMap((task) => [taskOutcome(task), ...task.steps.map(stepOutcome)]));
  const words = (['not-yet', 'pending', 'blocked', 'error', 'skipped'] as const)
    .filter((outcome) => seen.has(outcome))
    .map((outcome) => `${outcomes[outcome].mark} ${outcomes[outcome].word}`);
  return words.length === 0 ? '' : style('dim', wrap(words.join('   ')));
}
