import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyState } from '../empty-state.ts';
import { makeStore } from '../store.ts';
import { addCounts, setCounts } from './part-counts.ts';
import { makeTokens } from './tokens.ts';

describe('a part and an arrow at which nobody has looked', () => {
  it('exist as soon as something happens there', () => {
    const store = makeStore(emptyState('start', 'the test'));
    assert.equal(store.state.parts['function:mobile'].exists, 'unknown');
    addCounts(store, 'function:mobile', { invocations: 1 });
    setCounts(store, 'queue:mobile', { waiting: 0 }, 1);
    const tokens = makeTokens(store);
    tokens.show('message', 'function:mobile', 'output:mobile', undefined, 1);
    const { parts, arrows } = store.state;
    assert.deepEqual(
      [parts['function:mobile'].exists, parts['queue:mobile'].exists, parts['function:thumbnail'].exists],
      ['yes', 'yes', 'unknown'],
    );
    const [seen, other] = [arrows['function:mobile>output:mobile'], arrows['topic>queue:mobile']];
    assert.deepEqual([seen?.exists, seen?.open, other?.exists], ['yes', true, 'unknown']);
  });
});
