import { deliver, openCopies } from '../copies.ts';
import { keysOf, type Scenario } from '../scenario.ts';

const TIMES = 3;

/** Idempotence: SQS delivers finished messages again, and the functions must not write a second version. */
export const again: Scenario = {
  name: 'again',
  title: 'Delivered again',
  async run(bench) {
    const keys = keysOf('again', bench.short ? 8 : 30);
    const copies = await openCopies(bench);
    const uploads = await bench.uploadAll(keys);
    const bodies = await copies.take(keys.length);
    await copies.close();
    await bench.settle(120);
    let sent = 0;
    for (let time = 0; time < TIMES; time++) {
      for (const body of bodies) sent += await deliver(bench, body);
      await bench.settle(120);
    }
    return {
      account: await bench.account('again', uploads),
      broken: { count: sent, what: 'messages sent again', least: 2 * TIMES * keys.length },
      notes: [
        `Each message was sent ${TIMES} more times after it was finished. S3 lists one version of each output.`,
      ],
    };
  },
};
