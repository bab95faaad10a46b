import { cleanText } from '../../cli/clean-text.mjs';
import type { Grade, StepGrade, TaskGrade, Verdict } from '../grade.ts';
import { blockersOf } from './blockers.ts';
import { type OpenSteps, openSteps } from './open-steps.ts';
import type { Paper, Style } from './paper.ts';
import { formatEarned } from './points.ts';
import { shortId, verdicts } from './verdict-words.ts';

export const verdictStyles = {
  pass: 'green',
  fail: 'red',
  'not-yet': 'cyan',
  blocked: 'dim',
  pending: 'yellow',
  error: 'yellow',
  skipped: 'dim',
} as const satisfies Record<Verdict, Style>;

/** Renders the tasks with their points, and below each task what has to be done. */
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
  const waitsFor = task.steps.every(({ blockedBy }) => blockedBy !== null) ? blockersOf(task) : undefined;
  if (waitsFor !== undefined) return [blockedRow(task, waitsFor, paper)];
  const mark = markOf(task, paper);
  const row = [mark, task.id, paper.wrap(titleOf(task), { columns: paper.width }), formatEarned(task)];
  if (open === undefined) return [row];
  return [row, ...open.own.map((step) => stepRow(step, task, paper)), ...quietRows(task, open, paper)];
}

/** A blocked task is one dim line. */
function blockedRow(task: TaskGrade, waitsFor: string, paper: Paper): Row {
  const { width, style, wrap } = paper;
  const dim = (text: string) => style('dim', text);
  const title = wrap(dim(`${titleOf(task)}: waits for ${waitsFor}`), { columns: width });
  return [markOf(task, paper), dim(task.id), title, dim(formatEarned(task))];
}

function titleOf({ title, optional }: TaskGrade): string {
  return `${cleanText(title)}${optional ? ' (bonus)' : ''}`;
}

function stepRow(step: StepGrade, task: TaskGrade, paper: Paper): Row {
  const { width, style, wrap } = paper;
  const heading = `${markOf(step, paper)} ${shortId(step, task)}: ${cleanText(step.title)}`;
  const hint = wrap(cleanText(step.hint ?? ''), { columns: width, indent: 2 });
  const text = `${wrap(heading, { columns: width, indent: 2 })}\n  ${hint}`;
  return ['', '', text, style('dim', formatEarned(step))];
}

/** Steps without a hint of their own, in dim lines. */
function quietRows(task: TaskGrade, { waiting, repeating }: OpenSteps, { width, style, wrap }: Paper): Row[] {
  const names = (steps: readonly StepGrade[]) => steps.map((step) => shortId(step, task)).join(', ');
  const lines = [
    ...repeating.map(
      ({ by, steps }) => `${plainMarkOf(steps)} ${names(steps)}: for the same reason as ${by}`,
    ),
    ...waiting.map(
      ({ by, steps }) =>
        `${plainMarkOf(steps)} ${names(steps)} ${steps.length === 1 ? 'waits' : 'wait'} for ${by}`,
    ),
  ];
  return lines.map((line) => ['', '', wrap(style('dim', line), { columns: width, indent: 2 }), '']);
}

function markOf({ verdict }: { verdict: Verdict }, { style }: Paper): string {
  return style(verdictStyles[verdict], verdicts[verdict].mark);
}

function plainMarkOf([step]: readonly StepGrade[]): string {
  return step ? verdicts[step.verdict].mark : '';
}

/** Explains the marks in this report that are not obvious. */
function legend({ style, wrap }: Paper, { tasks }: Grade): string {
  const seen = new Set(tasks.flatMap((task) => [task.verdict, ...task.steps.map(({ verdict }) => verdict)]));
  const words = (['not-yet', 'pending', 'blocked', 'error', 'skipped'] as const)
    .filter((verdict) => seen.has(verdict))
    .map((verdict) => `${verdicts[verdict].mark} ${verdicts[verdict].word}`);
  return words.length === 0 ? '' : style('dim', wrap(words.join('   ')));
}
