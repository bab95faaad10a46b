import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rightTopic, withTopic } from '../../test/fixtures/broken-facts.ts';
import { fixtureGrade } from '../../test/fixtures/grades.ts';
import { gradeFacts } from '../grade.ts';
import { progressTeller } from './progress.ts';

const complete = fixtureGrade('all-right');
const begun = fixtureGrade('not-begun');
const wrongPolicy = fixtureGrade('one-wrong');
const withoutEmail = gradeFacts(
  withTopic({ subscriptions: rightTopic.subscriptions.filter(({ protocol }) => protocol !== 'email') }),
);

it('names the tasks that have become right, the next one, and its page', () => {
  const [said = '', ...more] = progressTeller().after(begun, wrongPolicy);
  assert.match(said, /^Tasks 1, .* are right\. Next: task\s/);
  assert.match(said, /\nIt is explained in lab\//);
  assert.deepEqual(more, []);
  assert.ok(
    said.split('\n').every((line) => line.length <= 80),
    said,
  );
});

it('says nothing on the first grade, or when nothing has become right', () => {
  assert.deepEqual(progressTeller().after(undefined, complete), []);
  assert.deepEqual(progressTeller().after(begun, begun), []);
  assert.deepEqual(progressTeller().after(complete, wrongPolicy), []);
});

it('celebrates all required points, but only once', () => {
  const teller = progressTeller();
  const said = [
    ...teller.after(begun, wrongPolicy),
    ...teller.after(wrongPolicy, withoutEmail),
    ...teller.after(withoutEmail, wrongPolicy),
    ...teller.after(wrongPolicy, complete),
  ];
  const celebrations = said.filter((text) => text.includes('100 points!'));
  assert.equal(celebrations.length, 1);
  assert.match(celebrations[0] ?? '', /bonus tasks are still there/);
});
