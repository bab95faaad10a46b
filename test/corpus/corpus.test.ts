/** Tests of the corpus that need no labs. `npm run test:corpus` builds the labs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { tasks } from '../../checks/tasks.ts';
import { mutants } from '../../solve/faults/mutants.ts';
import { taskOf } from '../../solve/faults/set-up.ts';
import { renderTable, TABLE } from './mutants-table.ts';
import { allPairs, samplePairs } from './pairs.ts';
import { rightWays } from './right-ways.ts';
import { readSnapshots, readTranscript, renderSnapshots } from './transcript-files.ts';

const steps = tasks.flatMap((task) => task.steps.map(({ id }) => id));
const names = [...mutants, ...rightWays].map(({ name }) => name);

describe('the corpus', () => {
  it('has at least 60 labs with a mistake and 20 without', () => {
    assert.ok(mutants.length >= 60, `${mutants.length} mutants`);
    assert.ok(rightWays.length >= 20, `${rightWays.length} right ways`);
  });

  it('has a unique name in kebab-case for each set-up', () => {
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    assert.deepEqual(twice, []);
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)),
      [],
    );
  });

  it('names only steps that exist', () => {
    const unknown = mutants.flatMap(({ fails }) => fails).filter((id) => !steps.includes(id));
    assert.deepEqual(unknown, []);
  });

  it('has a mutant for each step', () => {
    const failing = new Set(mutants.flatMap(({ fails }) => fails));
    assert.deepEqual(
      steps.filter((id) => !failing.has(id)),
      [],
      'add a mutant to solve/faults/mutants/ that makes these steps fail',
    );
  });

  it('has a transcript for each set-up', () => {
    const missing = [...mutants, ...rightWays].filter((setUp) => readTranscript(setUp) === '');
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
      'npm run make:corpus',
    );
  });

  it('has each transcript in the file of its task, in the order of the corpus, and no others', () => {
    assert.deepEqual(
      new Map([...readSnapshots()].sort()),
      new Map([...renderSnapshots([...mutants, ...rightWays])].sort()),
      'npm run make:corpus',
    );
  });

  it('has a table that is up to date', () => {
    assert.equal(readFileSync(TABLE, 'utf8'), renderTable(), 'docs/mutants.md is stale: npm run make:corpus');
  });
});

describe('pairs of mistakes', () => {
  const pairs = allPairs();

  it('combine different tasks, and have unique names', () => {
    assert.ok(pairs.length > 5000, `${pairs.length} pairs`);
    assert.equal(new Set(pairs.map(({ name }) => name)).size, pairs.length);
    const ofOneTask = pairs.filter(({ both: [one, other] }) =>
      one.fails.some((id) => other.fails.map(taskOf).includes(taskOf(id))),
    );
    assert.deepEqual(ofOneTask, []);
  });

  it('are the same sample for the same seed', () => {
    const names = (seed: number) => samplePairs(pairs, 150, seed).map(({ name }) => name);
    assert.equal(new Set(names(1)).size, 150);
    assert.deepEqual(names(1), names(1));
    assert.notDeepEqual(names(1), names(2));
  });
});
