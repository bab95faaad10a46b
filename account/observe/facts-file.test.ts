import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { gradeFacts } from '../../checks/grade.ts';
import { Failure } from '../../cli/failure.mjs';
import { allRightFacts } from '../../test/fixtures/grades.ts';
import { readFacts, writeFacts } from './facts-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'facts-'));
const file = path.join(folder, 'facts.json');
after(() => rmSync(folder, { recursive: true }));

describe('saved facts', () => {
  it('are read back unchanged when the account is shown', () => {
    writeFacts(file, allRightFacts, { showAccount: true });
    assert.deepEqual(readFacts(file), allRightFacts);
  });

  it('otherwise do not contain the account, and get the same points', () => {
    writeFacts(file, allRightFacts, { showAccount: false });
    assert.doesNotMatch(readFileSync(file, 'utf8'), new RegExp(allRightFacts.account));
    const points = ({ score, bonus }: ReturnType<typeof gradeFacts>) => ({ score, bonus });
    assert.deepEqual(points(gradeFacts(readFacts(file))), points(gradeFacts(allRightFacts)));
  });

  it('leave no other file behind', () => {
    writeFacts(file, allRightFacts, { showAccount: false });
    assert.deepEqual(readdirSync(folder), ['facts.json']);
  });

  it('cannot be saved to a folder that does not exist', () => {
    const nowhere = path.join(folder, 'no/facts.json');
    assert.throws(
      () => writeFacts(nowhere, allRightFacts, { showAccount: false }),
      fails(/could not be saved.*ENOENT/),
    );
  });
});

describe('a file that does not hold facts', () => {
  it('is named when it does not exist', () => {
    assert.throws(() => readFacts(path.join(folder, 'none.json')), fails(/There is no file .*none\.json/));
  });

  const { topic: _, ...cut } = allRightFacts;
  for (const [what, text, problem] of [
    ['text', 'hello', /must hold JSON, but/],
    ['a grade', JSON.stringify({ ...gradeFacts(allRightFacts), topic: undefined }), /holds a grade/],
    ['another JSON', '[1, 2]', /must hold facts of this lab/],
    ['cut facts', JSON.stringify(cut), /must have required property 'topic'/],
    [
      'facts of a newer grader',
      JSON.stringify({ ...allRightFacts, schemaVersion: 2 }),
      /newer grader \(version 2 of the facts\)\. This grader reads version 1/,
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
