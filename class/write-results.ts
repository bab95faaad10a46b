import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderGradescope } from '../checks/report/gradescope.ts';
import { renderHtml } from '../checks/report/html.ts';
import { renderClassJunit } from './class-junit.ts';
import { renderSummary } from './class-summary.ts';
import { fileNames } from './file-names.ts';
import { type Gradebook, type GradebookRow, renderGradebook } from './gradebook.ts';
import type { GradebookKind } from './options.ts';
import { renderClassPage } from './page/class-page.ts';
import { type ClassReport, classLearner, type JudgedResult } from './result.ts';

export interface ResultsOptions {
  /** When the results were put together: ISO 8601. */
  at: string;
  title: string;
  gradebook: GradebookKind;
  canvasAssignment?: string | undefined;
}

/**
 * Renders all results of a class as files, by their paths in the folder. It writes nothing, so that the results can go to a folder
 * or to S3.
 */
export function renderResults(
  rows: readonly GradebookRow[],
  { at, title, gradebook: kind, canvasAssignment }: ResultsOptions,
): { files: Map<string, string>; gradebook: Gradebook } {
  const results = rows.map(({ judged }) => judged);
  const names = fileNames(results.map(({ id }) => id));
  const pageOf = (id: string) => `learners/${names.get(id)}.html`;
  const gradebook = renderGradebook(kind, rows, { title, canvasAssignment });
  const report: ClassReport = { schemaVersion: 1, at, title, learners: results.map(classLearner) };
  const files = new Map([
    ['gradebook.csv', gradebook.csv],
    ['class.json', `${JSON.stringify(report, null, 1)}\n`],
    ['class.html', renderClassPage(results, { title, at, pageOf })],
    ['junit.xml', renderClassJunit(title, results)],
    ['summary.md', renderSummary(title, results)],
  ]);
  for (const result of results) {
    if (result.grade !== null) files.set(pageOf(result.id), renderHtml(result.grade));
    files.set(`gradescope/${names.get(result.id)}/results.json`, gradescopeOf(result));
  }
  return { files, gradebook };
}

/** Without a grade there is no score, and Gradescope reports a failed autograder instead of a zero. */
function gradescopeOf({ grade, trouble }: JudgedResult): string {
  if (grade !== null) return renderGradescope(grade);
  const output = `There is no score. ${trouble ?? ''} This is not the learner's mistake.`;
  return `${JSON.stringify({ output, output_format: 'text', visibility: 'visible', stdout_visibility: 'hidden' }, null, 2)}\n`;
}

/** Writes files into a folder. Each is replaced in one step, so that a reader finds either the old or the new one. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, text, { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  }
}
