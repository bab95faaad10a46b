import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Aws } from '../../aws/clients.ts';
import { makeCallLimit } from './call-limit.ts';

describe('the limit of calls to AWS', () => {
  it('lets a number of calls through, counts them, and lets the next one wait', async () => {
    const ending = new AbortController();
    const sent: unknown[] = [];
    const sqs = { config: 'kept', send: async (command: unknown) => sent.push(command) };
    let told = 0;
    const limit = makeCallLimit(3, ending.signal, () => told++);
    // Only `send` of one client is used here.
    const limited = limit.limit({ sqs } as unknown as Aws).sqs as unknown as typeof sqs;
    await Promise.all([limited.send(1), limited.send(2), limited.send(3)]);
    const fourth = limited.send(4);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(sent, [1, 2, 3]);
    assert.deepEqual([told, limit.rate()], [3, { lastMinute: 3, most: 3 }]);
    assert.equal(limited.config, 'kept');
    ending.abort();
    await assert.rejects(fourth, { name: 'AbortError' });
    assert.equal(sent.length, 3);
  });
});
