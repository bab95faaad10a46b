import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAULTS, startFaultProxy } from './fault-proxy.ts';

it('the proxy breaks the given share of calls, each in its own way, and the same calls with the same seed', {
  timeout: 120_000,
}, async (context) => {
  const text = 'picture'.repeat(1000);
  let done = 0;
  const server = createServer((request, response) => {
    request.on('end', () => done++).resume();
    response.writeHead(200, { 'Content-Length': text.length }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const runs = [];
  for (const _ of ['first', 'second']) {
    done = 0;
    const proxy = await startFaultProxy({ target, seed: 'a seed', share: 0.3 });
    const patience = new AbortController();
    let settled = 0;
    const calling = Array.from({ length: 400 }, (_, index) =>
      call(`${proxy.endpoint}/lab/${index}`, patience.signal).finally(() => settled++),
    );
    // Hanging calls are stopped when all others have ended, however slow this machine is.
    const hanging = () => proxy.broken.silence + proxy.broken['answer stalls'];
    while (proxy.calls < 400 || settled < 400 - hanging()) await sleep(20);
    patience.abort();
    const outcomes = await Promise.all(calling);
    await proxy.stop();
    runs.push(outcomes.join());
    assert.equal(proxy.calls, 400);
    const broken = Object.values(proxy.broken).reduce((sum, count) => sum + count);
    assert.ok(broken > 90 && broken < 150, `${broken} of 400`);
    for (const fault of FAULTS) assert.ok(proxy.broken[fault] > 5, fault);
    assert.equal(outcomes.filter((outcome) => outcome === text.length).length, 400 - broken);
    assert.equal(outcomes.filter((outcome) => outcome === 500).length, proxy.broken['internal error']);
    assert.equal(outcomes.filter((outcome) => outcome === 503).length, proxy.broken['slow down']);
    const notDone = ['internal error', 'slow down', 'silence', 'request cut'] as const;
    assert.equal(done, 400 - notDone.reduce((sum, fault) => sum + proxy.broken[fault], 0));
  }
  assert.equal(runs[0], runs[1]);

  /** Returns the length of the body, the status of a refusal, or `broken`. */
  async function call(url: string, signal: AbortSignal): Promise<number | 'broken'> {
    try {
      const response = await fetch(url, { method: 'PUT', body: text, signal });
      const body = await response.text();
      return response.ok ? body.length : response.status;
    } catch {
      return 'broken';
    }
  }
});
