import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTY, type Fate } from './accountant.ts';
import { isRight, problemsOf, type Result, renderMarkdown, renderTable } from './report.ts';

function ended(...fates: Fate[]): Result & { kind: 'ended' } {
  const entries = fates.map((fate) => ({ output: 'mobile/a.jpg', fate, because: 'a reason' }));
  return {
    ...{ name: 'burst', title: 'Burst, 3 copies', kind: 'ended', seconds: 3.4, notes: ['A note.'] },
    account: { uploads: fates.length, entries },
    broken: { count: 1, what: 'calls broken', least: 1 },
  };
}

describe('a scenario', () => {
  it('is right when every upload is made, dead with a reason, replaced or deleted', () => {
    assert.ok(isRight(ended('made', 'dead letter', 'replaced', 'deleted')));
  });

  for (const fate of FAULTY) {
    it(`is not right when something is ${fate}, and says what`, () => {
      const result = ended('made', fate);
      assert.equal(isRight(result), false);
      assert.deepEqual(problemsOf(result), [`${fate}: mobile/a.jpg: a reason`]);
    });
  }

  it('is not right when nothing was broken, because it proves nothing', () => {
    const idle = { ...ended('made'), broken: { count: 0, what: 'calls broken', least: 1 } };
    assert.equal(isRight(idle), false);
    assert.match(
      problemsOf(idle).join(),
      /0 calls broken, but at least 1 must be\. This run proves too little/,
    );
  });

  it('is not right when it stopped with an error, or has a problem of its own', () => {
    const broken: Result = {
      name: 'burst',
      title: 'Burst',
      kind: 'broken off',
      reason: 'no port',
      seconds: 1,
    };
    assert.equal(isRight(broken), false);
    assert.equal(isRight({ ...ended('made'), problems: ['Late.'] }), false);
  });
});

describe('the report', () => {
  const many = Array.from({ length: 2000 }, () => 'made' as const);
  const results: Result[] = [
    { ...ended(...many), broken: { count: 4000, what: 'messages', least: 1 }, seconds: 1234 },
    ended('lost', 'lost', 'lost', 'lost', 'lost'),
    { name: 'again', title: 'Again', kind: 'broken off', reason: 'no port is free. '.repeat(9), seconds: 1 },
  ];

  it('fits into a terminal of 80 columns', () => {
    for (const line of renderTable(results).split('\n')) assert.ok([...line].length <= 80, line);
  });

  it('shows numbers, notes, and the first three of many failures', () => {
    const page = renderMarkdown(results);
    assert.match(page, /^\| Burst, 3 copies \| 4000 \| 2000 \| 2000 \| 0 \|/m);
    assert.match(page, /^- \*\*Burst, 3 copies\*\*: 4000 messages\. A note\.$/m);
    assert.equal(page.match(/✗ lost: mobile/g)?.length, 3);
    assert.match(page, /… and 2 more \(lost\)/);
  });

  it('groups the reasons of the dead letters', () => {
    const dead = ended('dead letter', 'dead letter');
    const entries = ['a', 'b c'].map((name) => ({
      ...{ output: 'mobile/x.jpg', fate: 'dead letter' as const },
      because: `s3://lab/ingest/${name}.jpg: not a JPEG`,
    }));
    const page = renderMarkdown([
      { ...dead, account: { uploads: 2, entries: entries.slice(0, 1).concat(entries.slice(0, 1)) } },
    ]);
    assert.match(page, /2 dead letters with the reason: not a JPEG\./);
  });
});
