import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Cause, hasFailed, invocationCausedBy, namesSomethingElse } from './caused-by.ts';
import type { LoggedInvocation } from './invocations.ts';

const worker = { name: 'CreateThumbnail', logGroup: '/aws/lambda/CreateThumbnail' };
const cause: Cause = { names: ['check-1234'], since: 10_000, unnamed: { unlike: namesSomethingElse } };

function invocation(requestId: string, startedAt: number, ...lines: string[]): LoggedInvocation {
  return { requestId, stream: 'x', startedAt, endedAt: startedAt + 100, report: null, lines };
}

describe('the invocation that an upload caused', () => {
  it('is the last one that names it, and the earlier ones count as tries', () => {
    const found = invocationCausedBy(
      [
        invocation('a', 10_100, '[ERROR] KeyError: ingest/check-1234+ü'),
        invocation('b', 10_300, 'made thumbnail/check-1234 ü'),
        invocation('c', 10_400, 'something else'),
      ],
      cause,
      worker,
    );
    assert.deepEqual([found?.requestId, found?.earlierTries, found?.namesUpload], ['b', 1, true]);
    assert.ok(found && !hasFailed(found));
  });

  it('is otherwise one that names nothing and began after it', () => {
    const all = [
      invocation('earlier', 5000),
      invocation('of another upload', 10_100, 'made thumbnail/x from ingest/x.jpg'),
      invocation('it', 10_200, "TypeError: Cannot read properties of undefined (reading 'x')"),
    ];
    const found = invocationCausedBy(all, cause, worker);
    assert.deepEqual([found?.requestId, found?.namesUpload], ['it', false]);
    assert.ok(found && hasFailed(found));
    const others = new Set(['it']);
    const withOthers: Cause = { ...cause, unnamed: { unlike: namesSomethingElse, others } };
    assert.equal(invocationCausedBy(all, withOthers, worker), undefined);
    assert.equal(invocationCausedBy(all, { ...cause, unnamed: false }, worker), undefined);
  });

  it('belongs to its function, even in a log group that several functions share', () => {
    const shared = { ...worker, logGroup: '/image-lab/both' };
    const own = {
      ...invocation('own', 10_100, 'check-1234'),
      stream: '2026/11/25/CreateThumbnail[$LATEST]1',
    };
    const other = {
      ...invocation('other', 10_200, 'check-1234'),
      stream: '2026/11/25/CreateMobileImage[$LATEST]2',
    };
    assert.equal(invocationCausedBy([own, other], cause, shared)?.requestId, 'own');
  });
});
