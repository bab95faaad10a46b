import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { learnerOf, resultOf } from '../test/fixtures/class-results.ts';
import { countingResult, isLate, judge } from './judge.ts';
import type { LearnerResult } from './result.ts';

const DEADLINE = '2026-12-24T18:00:00.000Z';
const BEFORE = '2026-12-24T12:00:00.000Z';
const AFTER = '2026-12-25T12:00:00.000Z';

const better = resultOf('a', 'all-right', { gradedAt: BEFORE });
const worse = resultOf('a', 'one-wrong', { gradedAt: BEFORE });
const error = resultOf('a', undefined, { gradedAt: BEFORE });

describe('the grade that counts', () => {
  it('is the last one or the best one, by choice', () => {
    assert.equal(countingResult([better, worse], 'last'), worse);
    assert.equal(countingResult([better, worse], 'best'), better);
  });

  it('is never replaced by an error', () => {
    assert.equal(countingResult([worse, error], 'last'), worse);
    assert.equal(countingResult([error], 'best'), error);
    assert.equal(countingResult([], 'last'), undefined);
  });

  it('is of work before the deadline when there is such a grade', () => {
    const late = resultOf('a', 'all-right', { gradedAt: AFTER, changedAt: AFTER });
    assert.equal(countingResult([worse, late], 'best', DEADLINE), worse);
    assert.equal(countingResult([late], 'best', DEADLINE), late);
  });

  it('is late only when AWS reports a change after the deadline, or no time at all', () => {
    const graded = (changedAt: string | null): LearnerResult =>
      resultOf('a', 'all-right', { gradedAt: AFTER, changedAt });
    assert.equal(isLate(graded(BEFORE), DEADLINE), false);
    assert.equal(isLate(graded(AFTER), DEADLINE), true);
    assert.equal(isLate(graded(null), DEADLINE), true);
    assert.equal(isLate(better, DEADLINE), false);
    assert.equal(isLate(graded(AFTER)), false);
  });

  it("uses the learner's own deadline before that of the class", () => {
    const results = () => [resultOf('a', 'all-right', { gradedAt: AFTER, changedAt: AFTER })];
    const rules = { counts: 'last', deadline: DEADLINE, byHand: false } as const;
    const later = learnerOf('a', { deadline: '2027-01-01T00:00:00.000Z' });
    assert.deepEqual(
      [learnerOf('a'), later].map((one) => judge([one], results, rules)[0]?.late),
      [true, false],
    );
  });
});
