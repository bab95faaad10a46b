import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import { writeFacts } from '../account/observe/facts-file.ts';
import { resultOf } from '../test/fixtures/class-results.ts';
import { fixtureFacts } from '../test/fixtures/grades.ts';
import { describeChanges, scoreChanges } from './score-changes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-scores-'));
after(() => rmSync(folder, { recursive: true }));
const factsFile = (id: string) => path.join(folder, `${id}.json`);

it('a newer grader shows which scores it changes for the same facts, and no others', () => {
  const results = (['all-right', 'one-wrong'] as const).map((id) => {
    writeFacts(factsFile(id), fixtureFacts[id], { showAccount: false });
    return resultOf(id, id);
  });
  const [, wrong] = results;
  assert.ok(wrong?.grade);
  const real = wrong.grade.score;
  // As if the older grader had seen nothing wrong.
  wrong.grade = { ...wrong.grade, score: 100 };
  const without = resultOf('no-facts', 'one-wrong');
  const options = { factsFile, tasks: [], without: [] };
  const changes = scoreChanges([...results, without, resultOf('unreachable')], {
    ...options,
    version: 'newer',
  });
  assert.deepEqual(changes, [{ id: 'one-wrong', before: 100, after: real }]);
  assert.match(describeChanges(changes).join('\n'), /changes 1 score:\n {2}one-wrong: 100 → /);
  const same = results[0]?.provenance?.grader ?? '';
  assert.deepEqual(scoreChanges(results, { ...options, version: same }), []);
});
