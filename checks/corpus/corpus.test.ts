/** What can be said of the corpus without building its labs; `npm run test:corpus` builds them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { tasks } from '../tasks.ts';
import { mutants } from './mutants.ts';
import { renderTable, TABLE } from './mutants-table.ts';
import { rightWays } from './right-ways.ts';
import { listTranscripts } from './transcript-files.ts';

const steps = tasks.flatMap((task) => task.steps.map(({ id }) => id));
const names = [...mutants, ...rightWays].map(({ name }) => name);

describe('the corpus', () => {
  it('has at least 60 labs with a mistake and 20 without', () => {
    assert.ok(mutants.length >= 60, `${mutants.length} mutants`);
    assert.ok(rightWays.length >= 20, `${rightWays.length} right ways`);
  });

  it('has a name of its own for each set-up, in kebab-case', () => {
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    assert.deepEqual(twice, []);
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)),
      [],
    );
  });

  it('names steps that there are', () => {
    const unknown = mutants.flatMap(({ fails }) => fails).filter((id) => !steps.includes(id));
    assert.deepEqual(unknown, []);
  });

  it('has a mutant for each step', () => {
    const failing = new Set(mutants.flatMap(({ fails }) => fails));
    assert.deepEqual(
      steps.filter((id) => !failing.has(id)),
      [],
      'add a mutant to checks/corpus/mutants/ that makes these steps fail',
    );
  });

  it('has a transcript for each set-up, and no other', () => {
    assert.deepEqual(listTranscripts().sort(), [...names].sort(), 'npm run corpus:write');
  });

  it('has a table that is up to date', () => {
    assert.equal(
      readFileSync(TABLE, 'utf8'),
      renderTable(),
      'docs/mutants.md is stale: npm run corpus:write',
    );
  });
});
