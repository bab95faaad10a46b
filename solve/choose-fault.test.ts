import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fixtureGrade } from '../test/fixtures/grades.ts';
import { applicableFaults, FAULTS, hintsOf, isRepaired, shuffled } from './choose-fault.ts';
import { unfinishedMutants } from './faults/mutants/unfinished.ts';
import { mutants } from './faults/mutants.ts';

const complete = fixtureGrade('all-right');

it('offers every fault in a finished lab, except the last one, and none in an empty lab', () => {
  const [first] = FAULTS;
  const offered = applicableFaults(complete, first?.name);
  assert.equal(offered.length, FAULTS.length - 1);
  assert.ok(!offered.includes(first as (typeof FAULTS)[number]));
  assert.deepEqual(applicableFaults(fixtureGrade('not-begun'), undefined), []);
});

it('orders faults by the seed', () => {
  const numbers = Array.from({ length: 50 }, (_, index) => index);
  assert.deepEqual(shuffled(numbers, 7), shuffled(numbers, 7));
  assert.notDeepEqual(shuffled(numbers, 7), shuffled(numbers, 8));
  assert.deepEqual(
    shuffled(numbers, 7).toSorted((a, b) => a - b),
    numbers,
  );
});

it('has hints for every fault, which reveal more each time and never the mistake itself', () => {
  for (const fault of FAULTS) {
    const hints = hintsOf(fault, complete);
    assert.equal(new Set(hints).size, 4, fault.name);
    for (const hint of hints) assert.ok(!hint.includes(fault.mistake), fault.name);
    assert.ok(isRepaired(fault, complete), fault.name);
    assert.ok(!isRepaired(fault, fixtureGrade('not-begun')), fault.name);
  }
});

it('offers every mistake of the corpus, except the labs that are only unfinished', () => {
  const offered = new Set(FAULTS.map(({ name }) => name));
  const left = mutants.filter(({ name }) => !offered.has(name));
  assert.deepEqual(left.map(({ name }) => name).sort(), unfinishedMutants.map(({ name }) => name).sort());
});
