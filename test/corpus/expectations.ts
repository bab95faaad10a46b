import assert from 'node:assert/strict';
import { exitStatus, type Grade, type StepGrade } from '../../checks/grade.ts';
import { type Mutant, type RightWay, taskOf, USUAL_ADVICE } from '../../solve/faults/set-up.ts';

/**
 * Checks that a mistake costs points in its own steps, with a hint that names it. Other steps may only be blocked.
 */
export function expectMutant({ fails, hint }: Mutant, grade: Grade): void {
  const lost = grade.tasks.flatMap((task) => task.steps.filter(({ earned, points }) => earned < points));
  const own = lost.filter(({ blockedBy }) => blockedBy === null);
  assert.deepEqual(own.map(({ id }) => id).sort(), [...fails].sort(), `\n${own.map(inWords).join('\n')}\n`);
  for (const step of own) {
    assert.notEqual(step.verdict, 'error', inWords(step));
    assert.match(step.hint ?? '', hint, inWords(step));
  }
  for (const { id, blockedBy } of lost) {
    assert.ok(blockedBy === null || fails.includes(blockedBy), `${id} is blocked by ${blockedBy}`);
  }
  const required = grade.tasks.filter(({ optional }) => !optional).flatMap(({ id }) => id);
  const isRequired = fails.some((id) => required.includes(taskOf(id)));
  assert.equal(exitStatus(grade), isRequired ? 1 : 0, 'the exit status');
}

/**
 * Checks that a right way gets all points. It must get the usual advice (except what it is spared), its own advice,
 * and nothing else.
 */
export function expectRightWay({ advice = [], spared = [], parameters }: RightWay, grade: Grade): void {
  const lost = grade.tasks.flatMap((task) => task.steps.filter(({ verdict }) => verdict !== 'pass'));
  assert.deepEqual(lost.map(inWords), []);
  assert.equal(grade.score + grade.bonus, 110);
  assert.equal(exitStatus(grade), 0);
  assert.deepEqual(grade.leftovers, [], 'what the probe left behind');
  const usual = parameters === undefined ? USUAL_ADVICE.filter((id) => !spared.includes(id)) : [];
  const given = grade.advice.map(({ id }) => id);
  assert.deepEqual(given.sort(), [...usual, ...advice].sort(), 'the advice');
}

function inWords({ id, verdict, blockedBy, hint }: StepGrade): string {
  return `${id} ${verdict}${blockedBy === null ? '' : ` by ${blockedBy}`}: ${hint}`;
}
