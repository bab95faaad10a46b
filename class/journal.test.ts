import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { learnerOf, resultOf } from '../test/fixtures/class-results.ts';
import { chooseLearners, resultsIn, settingsOf } from './choose-learners.ts';
import { type Line, openJournal } from './journal.ts';
import type { Again } from './options.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-journal-'));
after(() => rmSync(folder, { recursive: true }));

const SETTINGS = { readOnly: true, tasks: [], without: [] };
const learners = ['a', 'b', 'c', 'd'].map((id) => learnerOf(id));

function line(id: string, fixture?: Parameters<typeof resultOf>[1]): Line {
  return { kind: 'result', settings: settingsOf(learnerOf(id), SETTINGS), result: resultOf(id, fixture) };
}

function chosen(lines: readonly Line[], again: Again = { kind: 'none' }): string[] {
  return chooseLearners(learners, { lines, settings: SETTINGS, again }).map(({ id }) => id);
}

describe('the journal of a class', () => {
  it('keeps every result, also behind a line that a kill tore apart', () => {
    const file = path.join(folder, 'torn.jsonl');
    const first = openJournal(file);
    first.add(line('a', 'all-right'));
    first.close();
    appendFileSync(file, '{"kind":"result","settings":"x","result":{"id":"b"');
    const second = openJournal(file);
    second.add(line('c'));
    second.close();
    const ids = openJournal(file).lines.flatMap((one) => (one.kind === 'result' ? one.result.id : []));
    assert.deepEqual(ids, ['a', 'c']);
    assert.equal(readFileSync(file, 'utf8').split('\n').length, 4);
  });

  it('refuses a file that holds something else', () => {
    const file = path.join(folder, 'other.jsonl');
    writeFileSync(file, 'id,name\n1,Ann\n');
    assert.throws(() => openJournal(file), { code: 'no-journal' });
  });
});

describe('who is graded', () => {
  const lines = [line('a', 'all-right'), line('b', 'one-wrong'), line('c')];

  it('is everybody without a result', () => {
    assert.deepEqual(chosen([]), ['a', 'b', 'c', 'd']);
    assert.deepEqual(chosen(lines), ['d']);
  });

  it('is who --again names, and everybody without a result', () => {
    assert.deepEqual(chosen(lines, { kind: 'all' }), ['a', 'b', 'c', 'd']);
    assert.deepEqual(chosen(lines, { kind: 'errors' }), ['c', 'd']);
    assert.deepEqual(chosen(lines, { kind: 'failed' }), ['b', 'd']);
    assert.deepEqual(chosen(lines, { kind: 'one', id: 'a' }), ['a', 'd']);
    assert.throws(() => chosen(lines, { kind: 'one', id: 'nobody' }), /'nobody'/);
  });

  it('is the rest of a run with --again that was stopped, and everybody once it has ended', () => {
    const begun: Line = { kind: 'run', again: 'all', at: '', ids: ['a', 'b', 'c', 'd'] };
    const stopped = [...lines, line('d'), begun, line('a', 'all-right')];
    assert.deepEqual(chosen(stopped, { kind: 'all' }), ['b', 'c', 'd']);
    assert.deepEqual(chosen([...stopped, { kind: 'end' }], { kind: 'all' }), ['a', 'b', 'c', 'd']);
    assert.deepEqual(chosen(stopped), []);
  });

  it('includes a learner whose way in or tasks have changed', () => {
    const changed = [learnerOf('a', { region: 'eu-west-1' })];
    const choose = (settings: typeof SETTINGS, all = changed) =>
      chooseLearners(all, { lines, settings, again: { kind: 'none' } }).length;
    assert.equal(choose(SETTINGS), 1);
    assert.equal(choose(SETTINGS, [learnerOf('a')]), 0);
    assert.equal(choose({ ...SETTINGS, readOnly: false }, [learnerOf('a')]), 1);
    assert.equal(resultsIn(lines, SETTINGS)(learnerOf('a')).length, 1);
  });
});
