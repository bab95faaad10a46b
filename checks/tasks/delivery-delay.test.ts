import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withQueue } from '../broken-facts.ts';
import { heldBack } from './delivery-delay.ts';

describe('a queue with a delivery delay', () => {
  const late = (delaySeconds: number, waitedMs: number) =>
    heldBack(withQueue('mobile', { delaySeconds }), 'mobile', waitedMs);

  it('is the reason when it holds messages back for longer than was waited', () => {
    assert.match(late(900, 20_000) ?? '', /mobile-queue holds every message back for 900 s/);
  });

  it('is none when it is shorter, or there is none', () => {
    assert.equal(late(5, 20_000), undefined);
    assert.equal(late(0, 0), undefined);
  });
});
