import { escapeMarkdown, markdownTable } from '../checks/report/markdown-text.ts';
import { formatPoints } from '../checks/report/points.ts';
import { idsInWords, whomInWords } from './obstacles.ts';
import type { JudgedResult } from './result.ts';
import { countsInWords, statisticsOf } from './statistics.ts';

const MOST_FINDINGS = 10;
const MOST_IDS = 20;

/** Renders the class as Markdown, for the summary of a CI job. It names no learner, except those who need help from the instructor. */
export function renderSummary(title: string, results: readonly JudgedResult[]): string {
  const statistics = statisticsOf(results);
  const { right, median, maxScore, tasks, findings, incomplete, obstacles } = statistics;
  const flagged = results.filter(({ flags }) => flags.length > 0);
  const sections = [
    `# ${escapeMarkdown(title)}`,
    `${results.length} learners: ${countsInWords(statistics)}. ${right} have all required tasks right.${
      median === null ? '' : ` The median score is ${formatPoints(median)} of ${formatPoints(maxScore)}.`
    }${incomplete > 0 ? ` ${incomplete} could only be graded in part.` : ''}`,
    section(
      'Tasks',
      markdownTable(
        ['task', 'title', 'right:', 'of:'],
        tasks.map(({ id, title, passed, graded }) => [
          id,
          escapeMarkdown(title),
          String(passed),
          String(graded),
        ]),
      ),
      tasks.length,
    ),
    section(
      'Most common findings',
      markdownTable(
        ['learners:', 'step', 'what to look at'],
        findings
          .slice(0, MOST_FINDINGS)
          .map(({ ids, step, title, hint }) => [
            String(ids.length),
            step,
            `**${escapeMarkdown(title)}** ${escapeMarkdown(hint)}`,
          ]),
      ),
      findings.length,
    ),
    section(
      'What could not be graded (not the mistake of the learners)',
      obstacles
        .slice(0, MOST_FINDINGS)
        .map(
          (one) =>
            `- **${whomInWords(one)}.** ${escapeMarkdown(`${one.text} (${idsInWords(one, MOST_IDS)})`)}`,
        )
        .join('\n'),
      obstacles.length,
    ),
    section(
      'To look at (no points depend on it)',
      list(flagged, ({ flags }) => flags.map(({ text }) => text).join(' ')),
      flagged.length,
    ),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(heading: string, text: string, size: number): string {
  return size === 0 ? '' : `## ${heading}\n\n${text}`;
}

function list(results: readonly JudgedResult[], text: (one: JudgedResult) => string): string {
  return results.map((one) => `- ${escapeMarkdown(one.id)}: ${escapeMarkdown(text(one))}`).join('\n');
}
