import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StepGrade, TaskGrade } from '../grade.ts';
import { blockersOf } from './blockers.ts';

function step(verdict: StepGrade['verdict'], blockedBy: string | null): StepGrade {
  const texts = { id: '2.3.a', title: '', hint: null, guide: '' };
  return { ...texts, points: 1, earned: 0, verdict, blockedBy, evidence: {} };
}

function task(...steps: readonly [StepGrade, ...StepGrade[]]): TaskGrade {
  const [{ verdict, blockedBy }] = steps;
  return {
    id: '2.3',
    title: '',
    optional: false,
    points: 2,
    earned: 0,
    verdict,
    blockedBy,
    steps: [...steps],
  };
}

it('a task waits for each step that one of its steps waits for, and names it once', () => {
  const [first, second] = [step('blocked', '2.1.policy'), step('blocked', '2.2.policy')];
  assert.equal(blockersOf(task(first, second, first)), '2.1.policy and 2.2.policy');
});

it('steps with another verdict are not named', () => {
  assert.equal(blockersOf(task(step('blocked', '1.topic'), step('pass', null))), '1.topic');
});

it('a task whose own step failed waits for nothing', () => {
  assert.equal(blockersOf(task(step('fail', null), step('blocked', '1.topic'))), undefined);
});
