import { exitStatus, type Grade } from '../grade.ts';
import { PRODUCTION_GUIDE } from '../production/production-advice.ts';
import { explainReport } from '../report-line.ts';
import { adviceGroups, PRODUCTION_HEADING } from './advice-groups.ts';
import type { Change } from './compare.ts';
import { type NextStep, nextHeading, nextStep } from './next-step.ts';
import { outcomes } from './outcome.ts';
import { createPaper, type Paper, plain } from './paper.ts';
import { scorePhrases, ungradedPoints } from './points.ts';
import { outcomeStyles, renderTasks } from './terminal-tasks.ts';
import { renderWaterfall } from './terminal-waterfall.ts';
import { reportsOf } from './waterfall.ts';

export interface TerminalOptions {
  colour: boolean;
  /** Columns; 80 at most are used. */
  width: number;
  /** What changed since the last grade, to be told first. */
  changes?: Change[];
}

/** Renders a grade for a terminal: what to do next, the score, each task, the picture's way, advice. */
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
  const sign = (outcome: Change['before']) =>
    outcome ? style(outcomeStyles[outcome], outcomes[outcome].mark) : ' ';
  const lines = changes.map(({ before, after, id, title }) =>
    wrap(`${sign(before)} → ${sign(after)} ${id}: ${plain(title)}`, { indent: 6 }),
  );
  return [style('bold', 'Changed'), ...lines].join('\n');
}

function renderNext({ wrap, style }: Paper, next: NextStep): string {
  const heading = nextHeading(next);
  if (next.kind === 'done') return wrap(style(['bold', 'green'], heading));
  const { id, title, hint, guide } = next.step;
  const more = next.kind === 'look' ? 'This is no failure of yours.' : `It is explained in ${guide}`;
  return [
    wrap(style('bold', `${heading}:`)),
    `  ${wrap(style('cyan', `${id}: ${plain(title)}`), { indent: 2 })}`,
    `  ${wrap(plain(hint ?? ''), { indent: 2 })}`,
    `  ${wrap(style('dim', more), { indent: 2 })}`,
  ].join('\n');
}

function renderScore({ wrap, style }: Paper, grade: Grade): string {
  const { account, region, durationMs, mode } = grade;
  const isSafe = ungradedPoints(grade) === 0;
  const where = `Account ${account} in ${region}, ${mode === 'read-only' ? 'read-only, ' : ''}looked at in ${(durationMs / 1000).toFixed(1)} s`;
  return [
    wrap(style(isSafe ? 'bold' : ['bold', 'yellow'], scorePhrases(grade).join(' · '))),
    wrap(style('dim', where)),
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
    wrap(`· ${style('bold', withStop(plain(title)))} ${plain(why)} ${plain(how)}`, { indent: 2 }),
  );
  return [wrap(style('bold', 'It works, and could be better (not graded)')), ...lines].join('\n');
}

/** No more than its headlines, and only when nothing in the lab itself is left to mend. */
function renderProduction({ wrap, style }: Paper, grade: Grade): string {
  const { forProduction } = adviceGroups(grade);
  if (forProduction.length === 0 || exitStatus(grade) !== 0) return '';
  const more = `Why it matters, and what to do: --format markdown, or html. Read on in ${PRODUCTION_GUIDE}`;
  return [
    wrap(style('bold', `${PRODUCTION_HEADING} (not graded)`)),
    ...forProduction.map(({ title }) => wrap(`· ${plain(title)}`, { indent: 2 })),
    wrap(style('dim', more)),
  ].join('\n');
}

function renderLeftovers({ wrap, style }: Paper, { leftovers }: Grade): string {
  if (leftovers.length === 0) return '';
  const heading = wrap(style(['bold', 'yellow'], 'The grader made these, and could not remove them'));
  return [heading, ...leftovers.map((leftover) => `  ${wrap(plain(leftover), { indent: 2 })}`)].join('\n');
}

function withStop(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}
