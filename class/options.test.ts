import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { learnerOf, resultOf } from '../test/fixtures/class-results.ts';
import { newTally } from './class-progress.ts';
import { parseClassOptions } from './options.ts';

describe('the options of npm run class', () => {
  it('only read, and put the results into a folder of their own', () => {
    const { readOnly, out, counts, gradebook } = parseClassOptions(['roster.csv']);
    assert.deepEqual([readOnly, out, counts, gradebook], [true, 'grades', 'last', 'plain']);
    assert.equal(parseClassOptions(['roster.csv', '--probe']).readOnly, false);
    assert.equal(parseClassOptions(['--demo', '30']).out, 'demo-class');
  });

  it('name the learners who are graded again', () => {
    const again = (who: string) => parseClassOptions(['roster.csv', '--again', who]).again;
    assert.deepEqual(again('errors'), { kind: 'errors' });
    assert.deepEqual(again('0042'), { kind: 'one', id: '0042' });
  });

  for (const [args, problem] of [
    [[], /Expected the path of a roster/],
    [['a.csv', 'b.csv'], /Only one roster/],
    [['a.csv', '--demo', '30'], /--demo makes a class of its own/],
    [['a.csv', '--at-once', '0'], /--at-once must be a whole number from 1 to 100/],
    [['a.csv', '--gradebook', 'excel'], /--gradebook must be one of plain, canvas, moodle/],
    [['a.csv', '--gradebook', 'canvas'], /--canvas-assignment.*it is missing/],
    [['a.csv', '--deadline', 'soon'], /--deadline: The deadline must look like/],
    [['a.csv', '--task', '12'], /--task must be one of/],
    [['a.csv', '--local', '--profile', 'x'], /--local cannot be combined/],
  ] as const) {
    it(`are refused: ${args.join(' ') || 'no roster'}`, () => {
      assert.throws(() => parseClassOptions(args), { message: problem });
    });
  }
});

describe('the progress of a class', () => {
  it('says how many are done and right, who is graded now, and how much time is left', () => {
    let time = 0;
    const tally = newTally(() => time);
    const state = { total: 10, done: 1, now: new Map(['b', 'c', 'd', 'e'].map((id) => [id, 'starts'])) };
    time = 30_000;
    tally.count({
      ...state,
      last: { learner: learnerOf('a'), graded: { result: resultOf('a', 'all-right') } },
    });
    assert.equal(tally.line(state), '1 of 10 · 1 right · 5 min left · now b, c, d and 1 more');
    tally.count({ ...state, last: { learner: learnerOf('b'), graded: { result: resultOf('b') } } });
    assert.match(tally.line({ ...state, done: 2 }), /2 of 10 · 1 right · 1 with trouble/);
  });
});
