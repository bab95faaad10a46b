import assert from 'node:assert/strict';
import { it } from 'node:test';
import { offsetBy } from './aws-clock.ts';

const NOON = Date.parse('2026-11-25T12:00:00.000Z');

it('a clock that may be right counts as right, because AWS gives whole seconds', () => {
  assert.equal(offsetBy(NOON, NOON + 100, NOON + 300), 0);
  assert.equal(offsetBy(NOON + 1000, NOON + 900, NOON + 1100), 0);
});

it('a slow or fast clock is corrected', () => {
  assert.equal(offsetBy(NOON + 60_000, NOON, NOON + 200), 59_800);
  assert.equal(offsetBy(NOON - 60_000, NOON, NOON + 200), -60_200);
});

it('an answer without a date changes nothing', () => {
  assert.equal(offsetBy(Number.NaN, NOON, NOON), 0);
});
