import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { Failure } from '../../local/set-up/failure.mjs';
import { gradeFacts } from '../grade.ts';
import { allRightFacts } from '../report/fixtures.ts';
import { readFacts, writeFacts } from './facts-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'facts-'));
const file = path.join(folder, 'facts.json');
after(() => rmSync(folder, { recursive: true }));

describe('saved facts', () => {
  it('come back as they were when the account is shown', () => {
    writeFacts(file, allRightFacts, { showAccount: true });
    assert.deepEqual(readFacts(file), allRightFacts);
  });

  it('do not hold the account else, and are graded to the same points', () => {
    writeFacts(file, allRightFacts, { showAccount: false });
    assert.doesNotMatch(readFileSync(file, 'utf8'), new RegExp(allRightFacts.account));
    const points = ({ score, bonus }: ReturnType<typeof gradeFacts>) => ({ score, bonus });
    assert.deepEqual(points(gradeFacts(readFacts(file))), points(gradeFacts(allRightFacts)));
  });

  it('leave no other file behind', () => {
    writeFacts(file, allRightFacts, { showAccount: false });
    assert.deepEqual(readdirSync(folder), ['facts.json']);
  });

  it('cannot be saved to a folder that is not there', () => {
    const nowhere = path.join(folder, 'no/facts.json');
    assert.throws(
      () => writeFacts(nowhere, allRightFacts, { showAccount: false }),
      fails(/could not be saved.*ENOENT/),
    );
  });
});

describe('a file that holds no facts', () => {
  it('is named when it is not there', () => {
    assert.throws(() => readFacts(path.join(folder, 'none.json')), fails(/There is no file .*none\.json/));
  });

  const { topic: _, ...cut } = allRightFacts;
  for (const [what, text, problem] of [
    ['text', 'hello', /is not JSON/],
    ['a grade', JSON.stringify({ ...gradeFacts(allRightFacts), topic: undefined }), /is a grade/],
    ['another JSON', '[1, 2]', /does not hold the facts/],
    ['cut facts', JSON.stringify(cut), /lacks a part/],
    [
      'facts of a newer grader',
      JSON.stringify({ ...allRightFacts, schemaVersion: 2 }),
      /newer version .*\(2; this one reads 1\)/,
    ],
  ] as const) {
    it(`is refused: ${what}`, () => {
      writeFileSync(file, text);
      assert.throws(() => readFacts(file), fails(problem));
    });
  }
});

function fails(problem: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    assert.match(error.message, problem);
    assert.ok(error.fix);
    return true;
  };
}
