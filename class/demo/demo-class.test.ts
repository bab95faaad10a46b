import assert from 'node:assert/strict';
import { it } from 'node:test';
import { planDemo } from './demo-class.ts';

it('a made-up class has learners at all stages, all ways in, and every account once', () => {
  const class30 = planDemo(30);
  const ways = new Set(class30.map(({ way }) => way));
  assert.deepEqual([...ways].toSorted(), [
    'account-of-another',
    'facts',
    'no-role',
    'none',
    'role',
    'wrong-external-id',
  ]);
  assert.equal(new Set(class30.map(({ plan }) => plan.account)).size, 30);
  assert.equal(new Set(planDemo(200).map(({ name, id }) => `${name} ${id}`)).size, 200);
  const setUps = class30.flatMap(({ plan }) => plan.setUps);
  assert.ok(setUps.filter(({ until }) => until !== undefined).length >= 8);
  assert.ok(new Set(setUps.filter(({ apply }) => apply).map(({ name }) => name)).size >= 7);
  assert.ok(class30.filter(({ plan }) => plan.setUps.length === 0).length >= 8);
});
