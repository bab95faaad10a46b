import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import { explainReport } from '../report-line.ts';
import type { Advice } from '../step.ts';
import { adviceGroups, PRODUCTION_HEADING } from './advice-groups.ts';
import { escapeMarkdown, fencedJson, markdownTable } from './markdown-text.ts';
import { nextHeading, nextStep } from './next-step.ts';
import { type OpenSteps, openSteps } from './open-steps.ts';
import { outcomes, stepOutcome, taskOutcome } from './outcome.ts';
import { formatEarned, scorePhrases } from './points.ts';
import { reportsOf, waterfall } from './waterfall.ts';

/** Bytes that a step of GitHub Actions may write as its summary. */
const GITHUB_LIMIT = 1024 * 1024;

/**
 * Renders a grade as GitHub's Markdown, without the pictures: for a step's summary, an issue, a mail.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export function renderMarkdown(grade: Grade): string {
  const whole = render(grade, { evidence: true });
  return Buffer.byteLength(whole) < GITHUB_LIMIT ? whole : render(grade, { evidence: false });
}

function render(grade: Grade, options: { evidence: boolean }): string {
  const open = openSteps(grade);
  const sections = [
    `# Serverless image lab: ${scorePhrases(grade).join(', ')}`,
    renderNext(grade),
    renderTasks(grade),
    ...grade.tasks.map((task) => renderTask(task, open.get(task), options)),
    renderJourney(grade),
    renderAdvice(grade),
    renderLeftovers(grade),
    `Account ${escapeMarkdown(grade.account)} in ${escapeMarkdown(grade.region)}, ${escapeMarkdown(grade.startedAt)}${grade.mode === 'read-only' ? ', read-only' : ''}.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderNext(grade: Grade): string {
  const next = nextStep(grade);
  if (next.kind === 'done') return `**${nextHeading(next)}**`;
  const { id, title, hint, guide } = next.step;
  const more = next.kind === 'look' ? 'This is no failure of yours.' : `It is explained in \`${guide}\`.`;
  return [
    `**${nextHeading(next)}: ${escapeMarkdown(id)}, ${escapeMarkdown(title)}**`,
    escapeMarkdown(hint ?? ''),
    more,
  ].join('\n\n');
}

function renderTasks({ tasks }: Grade): string {
  const rows = tasks.map((task) => {
    const { mark, word } = outcomes[taskOutcome(task)];
    const result = task.blockedBy === null ? word : `waits for ${task.blockedBy}`;
    const title = `${escapeMarkdown(task.title)}${task.optional ? ' (bonus)' : ''}`;
    return [`${mark} ${escapeMarkdown(result)}`, task.id, title, formatEarned(task)];
  });
  return markdownTable(['Result', 'Task', 'What', 'Points:'], rows);
}

/** Steps that are not right, below their task. */
function renderTask(
  task: TaskGrade,
  open: OpenSteps | undefined,
  { evidence }: { evidence: boolean },
): string {
  if (open === undefined || open.own.length === 0) return '';
  const { own, waiting, repeating } = open;
  const ids = (steps: readonly StepGrade[]) => steps.map(({ id }) => escapeMarkdown(id)).join(', ');
  const lines = [
    ...own.map(renderStep),
    ...repeating.map(({ by, steps }) => `- ${ids(steps)}: the same as ${escapeMarkdown(by)}`),
    ...waiting.map(
      ({ by, steps }) =>
        `- ${ids(steps)}: ${steps.length === 1 ? 'waits' : 'wait'} for ${escapeMarkdown(by)}`,
    ),
  ];
  const found = own.filter((step) => Object.keys(step.evidence).length > 0);
  const heading = `### ${escapeMarkdown(task.id)} ${escapeMarkdown(task.title)}: ${formatEarned(task)}`;
  return [heading, lines.join('\n'), ...(evidence ? found.map(renderEvidence) : [])].join('\n\n');
}

function renderStep(step: StepGrade): string {
  const outcome = outcomes[stepOutcome(step)];
  const heading = `${outcome.mark} **${escapeMarkdown(step.id)}**: ${escapeMarkdown(step.title)} (${formatEarned(step)})`;
  // Two spaces at the end break the line.
  return `- ${heading}  \n  ${escapeMarkdown(step.hint ?? '')}`;
}

function renderEvidence({ id, evidence }: StepGrade): string {
  return `<details><summary>What was seen for ${escapeMarkdown(id)}</summary>\n\n${fencedJson(evidence)}\n\n</details>`;
}

function renderJourney({ journey, tasks }: Grade): string {
  if (journey === null) return '';
  const rows = waterfall(journey, tasks).map((hop) => [
    hop.end ?? '',
    escapeMarkdown(hop.name),
    hop.kind === 'took' ? hop.startMs.toFixed(0) : '',
    hop.kind === 'took' ? (hop.endMs - hop.startMs).toFixed(0) : '',
    hop.kind === 'took' ? '' : `${hop.kind === 'missing' ? '✗' : '?'} ${escapeMarkdown(hop.why)}`,
  ]);
  const { source, by } = journey;
  return [
    `## The way of ${by === 'probe' ? "the grader's picture" : 'your newest upload'}`,
    `${escapeMarkdown(source.key)}, ${source.width} × ${source.height} pixels`,
    markdownTable(['End', 'Hop', 'From (ms):', 'Took (ms):', ''], rows),
    ...reportsOf(journey).map(
      ({ functionName, report }) => `**${functionName}** ${escapeMarkdown(explainReport(report))}`,
    ),
  ].join('\n\n');
}

function renderAdvice(grade: Grade): string {
  const { ofTheLab, forProduction } = adviceGroups(grade);
  return [
    renderAdviceGroup('It works, and could be better', ofTheLab),
    renderAdviceGroup(PRODUCTION_HEADING, forProduction),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function renderAdviceGroup(heading: string, advice: readonly Advice[]): string {
  if (advice.length === 0) return '';
  const lines = advice.map(({ title, why, how, guide }) => {
    const explained = guide === undefined ? '' : ` See \`${guide}\`.`;
    return `- **${escapeMarkdown(title)}**: ${escapeMarkdown(why)} ${escapeMarkdown(how)}${explained}`;
  });
  return [`## ${heading} (not graded)`, lines.join('\n')].join('\n\n');
}

function renderLeftovers({ leftovers }: Grade): string {
  if (leftovers.length === 0) return '';
  const lines = leftovers.map((leftover) => `- ${escapeMarkdown(leftover)}`);
  return ['## The grader made these, and could not remove them', lines.join('\n')].join('\n\n');
}
