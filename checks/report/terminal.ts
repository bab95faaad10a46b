import { explainReport } from '../../account/logs/lambda-report.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { exitStatus, type Grade } from '../grade.ts';
import { PRODUCTION_GUIDE } from '../production/production-advice.ts';
import { ADVICE_HEADING, adviceGroups, PRODUCTION_HEADING } from './advice-groups.ts';
import type { Change } from './compare.ts';
import { type NextStep, NOT_YOUR_MISTAKE, nextHeading, nextStep, nextTitle } from './next-step.ts';
import { createPaper, type Paper } from './paper.ts';
import { removedLine, scorePhrases, ungradedPoints } from './points.ts';
import { LEFTOVERS_HEADING, NOT_VERIFIED, provenanceLines } from './provenance.ts';
import { renderTasks, verdictStyles } from './terminal-tasks.ts';
import { renderWaterfall } from './terminal-waterfall.ts';
import { verdicts } from './verdict-words.ts';
import { reportsOf } from './waterfall.ts';

export interface TerminalOptions {
  colour: boolean;
  /** Width of the terminal in columns; at most 80 are used. */
  width: number;
  /** Changes since the last grade, which are shown first. */
  changes?: Change[];
}

/**
 * Renders a grade for a terminal: the next step, the score, each task, the picture's path and advice.
 * @returns lines of at most 80 columns, with a newline at the end.
 */
export function renderTerminal(grade: Grade, { colour, width, changes }: TerminalOptions): string {
  const paper = createPaper({ colour, width });
  const sections = [
    ...(changes ? [renderChanges(paper, changes)] : []),
    renderNext(paper, nextStep(grade)),
    renderScore(paper, grade),
    renderTasks(paper, grade),
    ...(grade.journey
      ? [renderWaterfall(paper, grade.journey, grade.tasks), renderReports(paper, grade)]
      : []),
    renderAdvice(paper, grade),
    renderProduction(paper, grade),
    renderLeftovers(paper, grade),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderChanges({ wrap, style }: Paper, changes: readonly Change[]): string {
  if (changes.length === 0) return style('dim', 'Nothing changed.');
  const sign = (verdict: Change['before']) =>
    verdict ? style(verdictStyles[verdict], verdicts[verdict].mark) : ' ';
  const lines = changes.map(({ before, after, id, title }) =>
    wrap(`${sign(before)} → ${sign(after)} ${id}: ${cleanText(title)}`, { indent: 6 }),
  );
  return [style('bold', 'Changed'), ...lines].join('\n');
}

function renderNext({ wrap, style }: Paper, next: NextStep): string {
  const heading = nextHeading(next);
  if (next.kind === 'done') return wrap(style(['bold', 'green'], heading));
  const { hint, guide } = next.step;
  const more = next.kind === 'look' ? NOT_YOUR_MISTAKE : `Explained in ${guide}`;
  return [
    wrap(style('bold', `${heading}:`)),
    `  ${wrap(style('cyan', cleanText(nextTitle(next))), { indent: 2 })}`,
    `  ${wrap(cleanText(hint ?? ''), { indent: 2 })}`,
    `  ${wrap(style('dim', more), { indent: 2 })}`,
  ].join('\n');
}

function renderScore({ wrap, style }: Paper, grade: Grade): string {
  const { account, region, durationMs, mode } = grade;
  const isSafe = ungradedPoints(grade) === 0;
  const where = `Account ${account} in ${region}, ${mode === 'read-only' ? 'read-only, ' : ''}graded in ${(durationMs / 1000).toFixed(1)} s`;
  return [
    wrap(style(isSafe ? 'bold' : ['bold', 'yellow'], scorePhrases(grade).join(' · '))),
    wrap(style('dim', where)),
    ...[removedLine(grade)].flatMap((line) => (line === undefined ? [] : [wrap(line)])),
    ...(grade.provenance.verified ? [] : [wrap(style(['bold', 'yellow'], `${NOT_VERIFIED}.`))]),
    ...provenanceLines({ ...grade.provenance, verified: true }).map((line) => wrap(style('dim', line))),
  ].join('\n');
}

function renderReports({ wrap, style }: Paper, { journey }: Grade): string {
  const reports = journey ? reportsOf(journey) : [];
  return reports
    .map(({ functionName, report }) =>
      wrap(`${style('bold', functionName)} ${explainReport(report)}`, { indent: 2 }),
    )
    .join('\n');
}

function renderAdvice({ wrap, style }: Paper, grade: Grade): string {
  const { ofTheLab } = adviceGroups(grade);
  if (ofTheLab.length === 0) return '';
  const lines = ofTheLab.map(({ title, why, how }) =>
    wrap(`• ${style('bold', withStop(cleanText(title)))} ${cleanText(why)} ${cleanText(how)}`, { indent: 2 }),
  );
  return [wrap(style('bold', `${ADVICE_HEADING} (not graded)`)), ...lines].join('\n');
}

/** Shows only the titles, and only when nothing in the lab itself is left to fix. */
function renderProduction({ wrap, style }: Paper, grade: Grade): string {
  const { forProduction } = adviceGroups(grade);
  if (forProduction.length === 0 || exitStatus(grade) !== 0) return '';
  const more = `The formats markdown and html explain why and what to do (--format html). See also ${PRODUCTION_GUIDE}`;
  return [
    wrap(style('bold', `${PRODUCTION_HEADING} (not graded)`)),
    ...forProduction.map(({ title }) => wrap(`• ${cleanText(title)}`, { indent: 2 })),
    wrap(style('dim', more)),
  ].join('\n');
}

function renderLeftovers({ wrap, style }: Paper, { leftovers }: Grade): string {
  if (leftovers.length === 0) return '';
  const heading = wrap(style(['bold', 'yellow'], LEFTOVERS_HEADING));
  return [heading, ...leftovers.map((leftover) => `  ${wrap(cleanText(leftover), { indent: 2 })}`)].join(
    '\n',
  );
}

function withStop(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}
