import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SaxesParser } from 'saxes';
import { tasks } from '../checks/tasks.ts';
import { rowOf } from '../test/fixtures/class-results.ts';
import { fixtureNames } from '../test/fixtures/grades.ts';
import type { ClassReport } from './result.ts';
import { statisticsOf } from './statistics.ts';
import { renderResults } from './write-results.ts';

const EVIL = `"'><script>alert(1)</script>]]>&amp;`;
const rows = [
  ...fixtureNames.map((name) => rowOf(name, name)),
  rowOf('unreachable'),
  rowOf('../x', 'one-wrong', { name: EVIL }),
];
const { files } = renderResults(
  rows.map((row) => ({ ...row, judged: { ...row.judged, name: row.learner.name } })),
  { at: '2026-11-28T12:00:00.000Z', title: EVIL, gradebook: 'plain' },
);

function file(name: string): string {
  return files.get(name) ?? assert.fail(`There is no ${name}.`);
}

describe('the results of a class', () => {
  it('keep to the schema of class.json', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    ajv.addSchema(read('../checks/report/grade.schema.json'));
    const validate = ajv.compile(read('class.schema.json'));
    const report: ClassReport = JSON.parse(file('class.json'));
    assert.ok(validate(report), ajv.errorsText(validate.errors));
    const [first] = report.learners;
    assert.equal(validate({ ...report, learners: [{ ...first, status: 'perhaps' }] }), false);
  });

  it('count every learner once, with four different results', () => {
    const { counts } = statisticsOf(rows.map(({ judged }) => judged));
    assert.deepEqual(counts, { graded: 5, 'not-begun': 1, unreachable: 1, 'grader-failed': 0 });
  });

  it('list the most common findings first, and equally common ones in the order of the lab', () => {
    const inLab = tasks.flatMap(({ steps }) => steps.map(({ id }) => id));
    // In reverse, the findings of later tasks are met first.
    const judged = rows.map((row) => row.judged).toReversed();
    for (const list of [statisticsOf(judged).findings, statisticsOf(judged).stuck]) {
      assert.ok(list.length > 1);
      const wanted = list.toSorted(
        (one, other) =>
          other.ids.length - one.ids.length || inLab.indexOf(one.step) - inLab.indexOf(other.step),
      );
      assert.deepEqual(
        list.map(({ step }) => step),
        wanted.map(({ step }) => step),
      );
    }
  });

  it('are JUnit with a suite for each learner, and with errors that are not failures', () => {
    const suites: { name: string; errors: string; failures: string }[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      const { name: called = '', errors = '', failures = '' } = attributes as Record<string, string>;
      if (name === 'testsuite') suites.push({ name: called, errors, failures });
    });
    parser.on('error', (error) => assert.fail(error));
    parser.write(file('junit.xml')).close();
    assert.equal(suites.length, rows.length);
    assert.deepEqual(suites.find(({ name }) => name.startsWith('unreachable:'))?.errors, '1');
    assert.deepEqual(suites.find(({ name }) => name.startsWith('unreachable:'))?.failures, '0');
    assert.ok(suites.some(({ name }) => name.includes(EVIL)));
  });

  it('have a page and a file for Gradescope for each graded learner, below the folder', () => {
    for (const name of files.keys()) assert.match(name, /^[\w./-]+$/);
    assert.ok(![...files.keys()].some((name) => name.includes('..')));
    const { score } = JSON.parse(file('gradescope/all-right/results.json'));
    assert.equal(score, 110);
    assert.equal('score' in JSON.parse(file('gradescope/unreachable/results.json')), false);
    assert.ok(files.has('learners/all-right.html') && !files.has('learners/unreachable.html'));
  });

  it('show markup in names as text', () => {
    for (const name of ['class.html', 'summary.md']) assert.ok(!file(name).includes('<script>alert'), name);
  });
});

function read(name: string): object {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
