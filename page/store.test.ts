import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MOST } from './apply-change.ts';
import { emptyState } from './empty-state.ts';
import type { Token } from './state.ts';
import { makeStore } from './store.ts';

const token = (id: string): Token => ({
  ...{ id, uploadId: null, letter: 'A', shape: 0, branch: null, at: 'topic' },
  ...{ state: { kind: 'waiting' }, label: '', since: 0 },
});

describe('the store of the page', () => {
  it('gives a page that reconnects exactly the changes that it missed', () => {
    const store = makeStore(emptyState('start', 'here'));
    for (let id = 1; id <= 5; id++) store.change({ type: 'token', token: token(String(id)) });
    assert.deepEqual(
      store.after(store.epoch, 3)?.map(({ id }) => id),
      [4, 5],
    );
    assert.deepEqual(store.after(store.epoch, 5), []);
  });

  it('has no changes for a page of another start, or for one that was away for too long', () => {
    const store = makeStore(emptyState('start', 'here'));
    for (let id = 1; id <= 2100; id++) store.change({ type: 'notice', words: String(id), tone: 'info' });
    assert.equal(store.after('another epoch', 2000), undefined);
    assert.equal(store.after(store.epoch, 99), undefined);
    assert.equal(store.after(store.epoch, 100)?.length, 2000);
    assert.equal(store.after(store.epoch, 2101), undefined);
  });

  it('keeps the newest of everything that can become many', () => {
    const store = makeStore(emptyState('start', 'here'));
    for (let id = 1; id <= MOST.tokens + 50; id++) store.change({ type: 'token', token: token(`t${id}`) });
    const ids = Object.keys(store.state.tokens);
    assert.equal(ids.length, MOST.tokens);
    assert.equal(ids[0], 't51');
  });

  it('never goes back in time, so that a recording can be shown at its own pace', () => {
    const store = makeStore(emptyState('start', 'here'));
    const times: number[] = [];
    store.listen(({ at }) => times.push(at));
    for (const at of [1000, 400, 1500]) store.change({ type: 'token-gone', tokenId: 'x' }, at);
    assert.deepEqual(times, [1000, 1000, 1500]);
  });

  it('tells listeners in order, until they stop', () => {
    const store = makeStore(emptyState('start', 'here'));
    const seen: number[] = [];
    const stop = store.listen(({ id }) => seen.push(id));
    store.change({ type: 'token-gone', tokenId: 'x' });
    store.change({ type: 'token-gone', tokenId: 'y' });
    stop();
    store.change({ type: 'token-gone', tokenId: 'z' });
    assert.deepEqual(seen, [1, 2]);
  });
});
