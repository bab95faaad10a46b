import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withQueue } from '../../test/fixtures/broken-facts.ts';
import { heldBack } from './delivery-delay.ts';

describe('a queue with a delivery delay', () => {
  const late = (delaySeconds: number, waitedMs: number) =>
    heldBack(withQueue('mobile', { delaySeconds }), 'mobile', waitedMs);

  it('is the reason when the delay is longer than the grader waited', () => {
    assert.match(late(900, 20_000) ?? '', /mobile-queue delays every message by 900 s/);
  });

  it('is not the reason when the delay is shorter or zero', () => {
    assert.equal(late(5, 20_000), undefined);
    assert.equal(late(0, 0), undefined);
  });
});
