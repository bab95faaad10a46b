import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Facts } from '../account/facts.ts';
import type { Seen } from '../account/seen.ts';
import { gradeFacts } from '../checks/grade.ts';
import { judgedOf, rowOf } from '../test/fixtures/class-results.ts';
import { allRightFacts } from '../test/fixtures/grades.ts';
import { renderOutcome } from './class-outcome.ts';
import type { GradebookRow } from './gradebook.ts';
import { obstaclesOf } from './obstacles.ts';
import { statisticsOf } from './statistics.ts';
import { renderResults } from './write-results.ts';

const denied: Seen<never> = {
  kind: 'unreadable',
  trouble: { kind: 'denied', action: 'iam:SimulatePrincipalPolicy', message: 'AccessDenied' },
};
const noSimulation: Facts = { ...allRightFacts, roles: { custom: denied, lab: denied } };

/** Twelve learners in accounts in which nobody may simulate policies, two right ones, and three without access. */
const rows: GradebookRow[] = [
  ...Array.from({ length: 12 }, (_, index) => inAcademy(`academy-${index}`)),
  ...['right-0', 'right-1'].map((id) => rowOf(id, 'all-right')),
  ...['1111', '2222', '3333'].map((account) => {
    const row = rowOf(`closed-${account}`);
    row.judged.trouble = `AWS does not let the grader assume the role arn:aws:iam::…${account}:role/Grader.`;
    return row;
  }),
];
const judged = rows.map((row) => row.judged);
const at = '2026-11-28T12:00:00.000Z';
const { files } = renderResults(rows, { at, title: 'Lab', gradebook: 'moodle' });

function inAcademy(id: string): GradebookRow {
  const row = rowOf(id, 'all-right');
  return { ...row, judged: judgedOf(id, 'all-right', { grade: gradeFacts(noSimulation), ungraded: 10 }) };
}

function times(text: string, part: string): number {
  return text.split(part).length - 1;
}

const REASON = 'could not ask IAM what the roles are allowed to do';

describe('a reason why many learners could not be graded', () => {
  it('is found once, for all of them', () => {
    const [first, second, ...others] = obstaclesOf(judged);
    assert.match(first?.text ?? '', new RegExp(`${REASON}.*--without 4`));
    assert.deepEqual([first?.inPart.length, first?.ungraded.length], [12, 0]);
    assert.equal(second?.text, 'AWS does not let the grader assume the role arn:aws:iam::…:role/Grader.');
    assert.deepEqual(second?.ungraded, ['closed-1111', 'closed-2222', 'closed-3333']);
    assert.deepEqual(others, []);
  });

  it('is told once on the class page, where the table still marks each learner', () => {
    const [visible = ''] = (files.get('class.html') ?? '').split('<script');
    assert.equal(times(visible, REASON), 1);
    assert.match(visible, /<b>12 learners could only be graded in part<\/b>/);
    assert.equal(times(visible, '10 points could not be graded'), 12);
  });

  it("is told in a learner's steps once, and the other steps refer to that one", () => {
    const [, data = '{}'] = /id="class-data">(.*?)<\/script>/s.exec(files.get('class.html') ?? '') ?? [];
    const { texts, learners } = JSON.parse(data);
    const hints = learners[0].tasks
      .flatMap(({ steps }: { steps: { hintText: number | null }[] }) => steps)
      .flatMap(({ hintText }: { hintText: number | null }) => (hintText === null ? [] : texts[hintText]));
    assert.equal(hints.filter((hint: string) => hint.includes(REASON)).length, 1);
    assert.ok(hints.includes('For the same reason as 4.custom-trust.'), hints.join('\n'));
    assert.equal(times(files.get('learners/academy-0.html')?.split('<h2>Tasks')[1] ?? '', REASON), 1);
  });

  it('is told once in the summary for a CI job, and on a terminal of 80 columns', () => {
    const summary = files.get('summary.md') ?? '';
    assert.equal(times(summary, REASON), 1);
    assert.match(summary, /\*\*12 learners could only be graded in part\.\*\*/);
    const text = renderOutcome(rows.length, statisticsOf(judged), 80);
    assert.equal(times(text.replaceAll(/\s+/g, ' '), REASON), 1);
    assert.match(text, /academy-7 and\s+4 more/);
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('is not in the feedback for learners, which says that it is not their mistake', () => {
    const cells: string[][] = parse(files.get('gradebook.csv') ?? '');
    const academy = cells.filter(([email]) => email?.startsWith('academy'));
    assert.equal(academy.length, 12);
    for (const [, grade, feedback = ''] of academy) {
      assert.equal(grade, '');
      assert.match(feedback, /^Not graded, because .* This is not your mistake\./);
      assert.ok(!feedback.includes('IAM'), feedback);
    }
  });
});
