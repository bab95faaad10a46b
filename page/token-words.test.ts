import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenWords } from './token-words.ts';

describe('the words for the state of a message', () => {
  it('count down to the visibility timeout, in whole seconds', () => {
    const state = { kind: 'in-flight', attempt: 1, of: 5, until: 10_500, by: 'CreateThumbnail' } as const;
    assert.equal(tokenWords(state, 1000), 'in flight: attempt 1 of 5, visible again in 10 s');
    assert.equal(tokenWords(state, 99_000), 'in flight: attempt 1 of 5, visible again in 0 s');
  });

  it('say that a queue without a redrive policy has no last attempt', () => {
    const state = { kind: 'backing-off', attempt: 2, of: null, until: 9000, why: 'It failed' } as const;
    assert.equal(tokenWords(state, 5000), 'attempt 2 failed, backing off: next try in 4 s');
  });

  it('count the attempts of a dead letter', () => {
    assert.equal(
      tokenWords({ kind: 'dead-letter', attempts: 1, causeId: null }, 0),
      'dead letter after 1 attempt',
    );
    assert.equal(
      tokenWords({ kind: 'dead-letter', attempts: 5, causeId: null }, 0),
      'dead letter after 5 attempts',
    );
  });
});
