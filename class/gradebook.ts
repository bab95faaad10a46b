import { stringify } from 'csv-stringify/sync';
import type { Grade } from '../checks/grade.ts';
import { NOT_YOUR_MISTAKE, nextStep, nextTitle } from '../checks/report/next-step.ts';
import { scorePhrases } from '../checks/report/points.ts';
import type { CanvasIds, Learner } from './learner.ts';
import type { GradebookKind } from './options.ts';
import type { JudgedResult } from './result.ts';

/** A learner and the result that counts. */
export interface GradebookRow {
  learner: Learner;
  judged: JudgedResult;
}

export interface GradebookTitle {
  title: string;
  /** The id of the assignment in Canvas. */
  canvasAssignment?: string | undefined;
}

/** A gradebook, and the ids of the learners that it leaves out. */
export interface Gradebook {
  csv: string;
  leftOut: string[];
}

/**
 * Renders `gradebook.csv`. Every field is quoted, and no field can be a formula of a spreadsheet. A learner whose lab could only be
 * graded in part has no grade here, because the points that could not be graded would count as zero.
 */
export function renderGradebook(
  kind: GradebookKind,
  rows: readonly GradebookRow[],
  title: GradebookTitle,
): Gradebook {
  switch (kind) {
    case 'canvas':
      return canvas(rows, title);
    case 'moodle':
      return moodle(rows, title);
    case 'plain':
      return plain(rows);
  }
}

/**
 * The columns of identity must come first and end with Section. A learner without a grade is left out, because a blank can erase a
 * grade that Canvas already has.
 * @see https://community.canvaslms.com/docs/DOC-12733
 */
function canvas(rows: readonly GradebookRow[], { title, canvasAssignment = '' }: GradebookTitle): Gradebook {
  const head = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', `${title} (${canvasAssignment})`];
  const graded = rows.flatMap(({ learner, judged }) => {
    const grade = wholeGrade(judged);
    return grade ? [[...identity(learner), number(grade.score + grade.bonus)]] : [];
  });
  const most = rows.flatMap(({ judged }) => wholeGrade(judged)?.maxScore ?? [])[0] ?? 100;
  const possible = ['    Points Possible', '', '', '', '', number(most)];
  return { csv: toCsv([head, possible, ...graded]), leftOut: withoutGrade(rows) };
}

/** Canvas finds a learner by one of the ids. Without any, the roster's own id stands for the SIS user id. */
function identity({ id, name, canvas }: Learner): string[] {
  const own: CanvasIds = { student: name, id: '', sisUserId: id, sisLoginId: '', section: '' };
  const { student, id: canvasId, sisUserId, sisLoginId, section } = canvas ?? own;
  return [student, canvasId, sisUserId, sisLoginId, section];
}

/**
 * One row that Moodle cannot match makes it reject the file, so learners without an email address are left out.
 * @see https://docs.moodle.org/en/Grade_import
 */
function moodle(rows: readonly GradebookRow[], { title }: GradebookTitle): Gradebook {
  const head = ['Email address', title, `${title} feedback`];
  const known = rows.filter(({ learner }) => learner.email !== '');
  const lines = known.map(({ learner, judged }) => {
    const grade = wholeGrade(judged);
    const points = grade ? number(Math.min(grade.score + grade.bonus, grade.maxScore)) : '';
    return [learner.email, points, feedback(judged)];
  });
  const unknown = rows.filter(({ learner }) => learner.email === '').map(({ learner }) => learner.id);
  return { csv: toCsv([head, ...lines]), leftOut: [...new Set([...unknown, ...withoutGrade(rows)])] };
}

/** Moodle shows feedback as HTML, so it gets no angle brackets. */
function feedback({ grade, trouble, late, ungraded }: JudgedResult): string {
  if (grade === null) return plainText(`Not graded. ${trouble ?? ''}`);
  const next = nextStep(grade);
  // What the grader needs concerns the instructor. The class page and the terminal say it once.
  const isOwn = 'step' in next && next.step.verdict !== 'error';
  const what = isOwn ? ` Next: ${nextTitle(next)}. ${next.step.hint ?? ''}` : '';
  const partly =
    ungraded > 0 ? `Not graded, because the grader could not read everything. ${NOT_YOUR_MISTAKE} ` : '';
  return plainText(`${partly}${scorePhrases(grade).join(', ')}.${late ? ' Late.' : ''}${what}`);
}

const LONGEST_FEEDBACK = 600;

function plainText(text: string): string {
  const plain = text.trim().replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', 'and');
  return plain.length <= LONGEST_FEEDBACK ? plain : `${plain.slice(0, LONGEST_FEEDBACK - 1)}…`;
}

/** A column for each check. A check that could not be graded is empty. */
function plain(rows: readonly GradebookRow[]): Gradebook {
  const steps = [
    ...new Set(rows.flatMap(({ judged }) => (judged.grade ? stepsOf(judged.grade).map(({ id }) => id) : []))),
  ];
  const head = [
    ...['id', 'name', 'email', 'status', 'score', 'max', 'bonus', 'max bonus', 'late', 'verified'],
    ...steps,
  ];
  const lines = rows.map(({ learner, judged }) => {
    const { grade, status, late } = judged;
    const whole = wholeGrade(judged);
    const earned = new Map(grade ? stepsOf(grade).map((step) => [step.id, step]) : []);
    return [
      ...[learner.id, learner.name, learner.email, status],
      ...(whole ? [whole.score, whole.maxScore, whole.bonus, whole.maxBonus].map(number) : ['', '', '', '']),
      ...[late ? 'yes' : 'no', grade ? (grade.provenance.verified ? 'yes' : 'no') : ''],
      ...steps.map((id) => {
        const step = earned.get(id);
        return step === undefined || step.verdict === 'error' ? '' : number(step.earned);
      }),
    ];
  });
  return { csv: toCsv([head, ...lines]), leftOut: withoutGrade(rows) };
}

function stepsOf({ tasks }: Grade) {
  return tasks.flatMap(({ steps }) => steps);
}

/** The grade, unless points of it could not be graded. */
function wholeGrade({ grade, ungraded }: JudgedResult): Grade | null {
  return ungraded > 0 ? null : grade;
}

function withoutGrade(rows: readonly GradebookRow[]): string[] {
  return rows.filter(({ judged }) => wholeGrade(judged) === null).map(({ learner }) => learner.id);
}

function number(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** A text that a spreadsheet would take for a formula gets an apostrophe. */
function toCsv(rows: readonly (readonly string[])[]): string {
  const quoted = { quoted: true, quoted_empty: true, escape_formulas: true } as const;
  return stringify(
    rows.map((row) => [...row]),
    { ...quoted, record_delimiter: 'windows' },
  );
}
