import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { learnerOf, resultOf } from '../test/fixtures/class-results.ts';
import { chooseLearners, settingsOf } from './choose-learners.ts';
import { explainChoice } from './explain-choice.ts';
import type { Line } from './journal.ts';
import type { Again } from './options.ts';

const learners = ['a', 'b', 'c'].map((id) => learnerOf(id));
const reading = { readOnly: true, tasks: [], without: [] };
const probing = { ...reading, readOnly: false };

function linesOf(ids: string, settings = reading): Line[] {
  return learners
    .filter(({ id }) => ids.includes(id))
    .map((learner) => ({
      ...{ kind: 'result' as const, settings: settingsOf(learner, settings) },
      result: resultOf(learner.id, 'all-right'),
    }));
}

function explained(lines: readonly Line[], again: Again = { kind: 'none' }): string {
  const chosen = chooseLearners(learners, { lines, settings: reading, again });
  return explainChoice({ learners, chosen, lines, settings: reading, again }).join(' ');
}

describe('before a class is graded', () => {
  it('nothing is said when everybody is graded', () => {
    assert.equal(explained([]), '');
    assert.equal(explained(linesOf('abc'), { kind: 'all' }), '');
  });

  it('the command says how old the results are when nobody is graded, and how to grade again', () => {
    const text = explained(linesOf('abc'));
    assert.match(text, /Nobody is graded now.*The newest is of 2026-11-28 12:00 UTC\..*--again all/);
    assert.match(explained(linesOf('abc'), { kind: 'failed' }), /--again failed fits nobody/);
  });

  it('the command says how many keep their result', () => {
    assert.equal(explained(linesOf('ab')), '1 of 3 learners are graded now. The others keep their result.');
  });

  it('the command names results of the probe that a read-only command would not use', () => {
    const text = explained([...linesOf('abc'), ...linesOf('ab', probing)]);
    assert.match(text, /2 learners have newer results.*not used now.*--probe/);
    assert.doesNotMatch(explained([...linesOf('ab', probing), ...linesOf('abc')]), /newer/);
  });
});
