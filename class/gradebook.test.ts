import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { rowOf } from '../test/fixtures/class-results.ts';
import { renderGradebook } from './gradebook.ts';

const TITLE = { title: 'Lab 4', canvasAssignment: '77' };

const canvas = (id: string) => ({
  canvas: { student: `Doe, ${id}`, id: `1${id}`, sisUserId: `00${id}`, sisLoginId: id, section: 'A' },
});

/** A class with a whole grade, none, one in part, and one of nothing. */
const ROWS = [
  rowOf('a', 'all-right', canvas('a')),
  rowOf('b', undefined, canvas('b')),
  rowOf('c', 'errors', canvas('c')),
  rowOf('d', 'not-begun', canvas('d')),
];

function cells(csv: string): string[][] {
  return parse(csv);
}

describe('a gradebook for Canvas', () => {
  const { csv, leftOut } = renderGradebook('canvas', ROWS, TITLE);

  it('begins with exactly the columns and the row of possible points that Canvas expects', () => {
    const lines = csv.split('\r\n');
    assert.equal(lines[0], '"Student","ID","SIS User ID","SIS Login ID","Section","Lab 4 (77)"');
    assert.equal(lines[1], '"    Points Possible","","","","","100"');
  });

  it('leaves out learners without a whole grade, because a blank can erase a grade', () => {
    assert.deepEqual(cells(csv).slice(2), [
      ['Doe, a', '1a', '00a', 'a', 'A', '110'],
      ['Doe, d', '1d', '00d', 'd', 'A', '0'],
    ]);
    assert.deepEqual(leftOut, ['b', 'c']);
  });

  it("uses the roster's own id as SIS user id when the roster has no ids of Canvas", () => {
    const own = renderGradebook('canvas', [rowOf('007', 'all-right')], TITLE);
    assert.deepEqual(cells(own.csv)[2], ['Name 007', '', '007', '', '', '110']);
  });
});

describe('a gradebook for Moodle', () => {
  const rows = [...ROWS, rowOf('e', 'all-right', { email: '' })];
  const { csv, leftOut } = renderGradebook('moodle', rows, TITLE);

  it('has exactly the columns that Moodle expects, in UTF-8 without a byte order mark', () => {
    assert.deepEqual(cells(csv)[0], ['Email address', 'Lab 4', 'Lab 4 feedback']);
    assert.ok(csv.startsWith('"Email address"'));
  });

  it('is never above the maximum, and empty without a grade', () => {
    const points = cells(csv).map(([email, grade]) => [email, grade]);
    assert.deepEqual(points.slice(1), [
      ['a@example.com', '100'],
      ['b@example.com', ''],
      ['c@example.com', ''],
      ['d@example.com', '0'],
    ]);
  });

  it('leaves out learners without an address, because one unknown user makes Moodle reject the file', () => {
    assert.deepEqual(leftOut, ['e', 'b', 'c']);
    assert.ok(!csv.includes('Name e'));
  });

  it('has feedback without HTML', () => {
    const row = rowOf('x');
    row.judged.trouble = 'The role <b>x</b> & more';
    const feedback = cells(renderGradebook('moodle', [row], TITLE).csv)[1]?.[2];
    assert.equal(feedback, 'Not graded. The role ‹b›x‹/b› and more');
  });
});

describe('a plain gradebook', () => {
  const [head = [], right = [], unreachable = [], partly = []] = cells(
    renderGradebook('plain', ROWS, TITLE).csv,
  );

  it('has a column for each check', () => {
    assert.equal(head.length, right.length);
    assert.ok(head.includes('2.1.policy'));
    assert.equal(right[head.indexOf('score')], '100');
    assert.equal(right[head.indexOf('1.topic')], '3');
  });

  it('has no number where nothing could be graded', () => {
    assert.equal(unreachable[head.indexOf('score')], '');
    assert.equal(unreachable[head.indexOf('1.topic')], '');
    assert.equal(partly[head.indexOf('score')], '');
    assert.ok(partly.slice(10).includes(''));
  });
});

describe('every gradebook', () => {
  const evil = ['=1+1', '+1', '-1', '@A1', '\t=1', '\r=1'];
  for (const kind of ['canvas', 'moodle', 'plain'] as const) {
    it(`quotes every field and holds no formula: ${kind}`, () => {
      const rows = evil.map((text, index) =>
        rowOf(String(index), 'all-right', {
          ...{ name: text, email: text },
          canvas: { student: text, id: text, sisUserId: text, sisLoginId: text, section: text },
        }),
      );
      const { csv } = renderGradebook(kind, rows, { ...TITLE, title: '=HYPERLINK("x")' });
      for (const line of csv.trimEnd().split('\r\n')) assert.match(line, /^("([^"]|"")*",)*"([^"]|"")*"$/s);
      for (const cell of cells(csv).flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    });
  }
});
