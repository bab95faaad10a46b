import { deliver, openCopies } from '../copies.ts';
import { keysOf, type Scenario } from '../scenario.ts';

/**
 * SNS and SQS deliver at least once. Here each message comes three times, and two workers often have the same one.
 */
export const burst: Scenario = {
  name: 'burst',
  title: 'Burst, 3 copies',
  async run(bench) {
    const keys = keysOf('burst', bench.short ? 25 : 1000);
    const copies = await openCopies(bench);
    const startedAt = performance.now();
    const uploading = bench.uploadAll(keys);
    let copied = 0;
    let sent = 0;
    while (copied < keys.length) {
      const bodies = await copies.take(1);
      if (bodies.length === 0) break;
      for (const body of bodies) for (const _ of ['second', 'third']) sent += await deliver(bench, body);
      copied += bodies.length;
    }
    const uploads = await uploading;
    await copies.close();
    await bench.settle(1800);
    const perSecond = (6 * copied * 1000) / (performance.now() - startedAt);
    return {
      account: await bench.account('burst', uploads),
      broken: { count: sent, what: 'messages delivered more than once', least: 4 * keys.length },
      notes: [`The functions processed ${6 * copied} messages, ${perSecond.toFixed(0)} per second.`],
    };
  },
};
