import { explainReport } from '../../account/logs/lambda-report.ts';
import type { Grade, StepGrade, TaskGrade } from '../grade.ts';
import type { Advice } from '../step.ts';
import { ADVICE_HEADING, adviceGroups, PRODUCTION_HEADING } from './advice-groups.ts';
import { blockersOf } from './blockers.ts';
import { escapeMarkdown, fencedJson, markdownTable } from './markdown-text.ts';
import { NOT_YOUR_MISTAKE, nextHeading, nextStep, nextTitle } from './next-step.ts';
import { type OpenSteps, openSteps } from './open-steps.ts';
import { formatEarned, removedLine, scorePhrases } from './points.ts';
import { LEFTOVERS_HEADING, NOT_VERIFIED, provenanceLines } from './provenance.ts';
import { verdicts } from './verdict-words.ts';
import { journeyHeading, reportsOf, waterfall } from './waterfall.ts';

/** The largest summary, in bytes, that a step of GitHub Actions may write. */
const GITHUB_LIMIT = 1024 * 1024;

/**
 * Renders a grade as GitHub's Markdown, without the pictures, for a step's summary, an issue or an email.
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
    grade.provenance.verified ? '' : `**${NOT_VERIFIED}**`,
    escapeMarkdown(removedLine(grade) ?? ''),
    renderTasks(grade),
    ...grade.tasks.map((task) => renderTask(task, open.get(task), options)),
    renderJourney(grade),
    renderAdvice(grade),
    renderLeftovers(grade),
    `Account ${escapeMarkdown(grade.account)} in ${escapeMarkdown(grade.region)}, ${escapeMarkdown(grade.startedAt)}${grade.mode === 'read-only' ? ', read-only' : ''}.`,
    provenanceLines(grade.provenance)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderNext(grade: Grade): string {
  const next = nextStep(grade);
  if (next.kind === 'done') return `**${nextHeading(next)}**`;
  const { hint, guide } = next.step;
  const more = next.kind === 'look' ? NOT_YOUR_MISTAKE : `Explained in \`${guide}\`.`;
  return [
    `**${nextHeading(next)}:** ${escapeMarkdown(nextTitle(next))}`,
    escapeMarkdown(hint ?? ''),
    more,
  ].join('\n\n');
}

function renderTasks({ tasks }: Grade): string {
  const rows = tasks.map((task) => {
    const { mark, word } = verdicts[task.verdict];
    const waitsFor = blockersOf(task);
    const result = waitsFor === undefined ? word : `waits for ${waitsFor}`;
    const title = `${escapeMarkdown(task.title)}${task.optional ? ' (bonus)' : ''}`;
    return [`${mark} ${escapeMarkdown(result)}`, task.id, title, formatEarned(task)];
  });
  return markdownTable(['Result', 'Task', 'Title', 'Points:'], rows);
}

/** The steps of a task that are not right. */
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
    ...repeating.map(({ by, steps }) => `- ${ids(steps)}: for the same reason as ${escapeMarkdown(by)}`),
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
  const { mark } = verdicts[step.verdict];
  const heading = `${mark} **${escapeMarkdown(step.id)}**: ${escapeMarkdown(step.title)} (${formatEarned(step)})`;
  // Two spaces at the end break the line.
  return `- ${heading}  \n  ${escapeMarkdown(step.hint ?? '')}`;
}

function renderEvidence({ id, evidence }: StepGrade): string {
  return `<details><summary>Evidence for ${escapeMarkdown(id)}</summary>\n\n${fencedJson(evidence)}\n\n</details>`;
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
  const { source } = journey;
  return [
    `## ${journeyHeading(journey)}`,
    `${escapeMarkdown(source.key)}, ${source.width} × ${source.height} pixels`,
    markdownTable(['Output', 'Hop', 'Start (ms):', 'Duration (ms):', ''], rows),
    ...reportsOf(journey).map(
      ({ functionName, report }) => `**${functionName}** ${escapeMarkdown(explainReport(report))}`,
    ),
  ].join('\n\n');
}

function renderAdvice(grade: Grade): string {
  const { ofTheLab, forProduction } = adviceGroups(grade);
  return [renderAdviceGroup(ADVICE_HEADING, ofTheLab), renderAdviceGroup(PRODUCTION_HEADING, forProduction)]
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
  return [`## ${LEFTOVERS_HEADING}`, lines.join('\n')].join('\n\n');
}
