import type { Upload } from '../accountant.ts';
import { setTrigger } from '../branches.ts';
import { chance, shuffle } from '../chance.ts';
import { deliver, openCopies } from '../copies.ts';
import { takeAll } from '../dead-letters.ts';
import { keysOf, type Scenario } from '../scenario.ts';

const VERSIONS = 4;

/**
 * Several uploads of each key. Their messages come three times each, late and in any order, while more pictures are
 * uploaded.
 */
export const outOfOrder: Scenario = {
  name: 'out-of-order',
  title: 'Out of order',
  async run(bench) {
    const keys = keysOf('out-of-order', bench.short ? 5 : 40);
    const copies = await openCopies(bench);
    for (const branch of bench.branches) await setTrigger(bench.aws, branch, false);
    const first = await uploadVersions(0, VERSIONS - 1);
    const bodies = await copies.take(first.length);
    // Takes the messages that SNS delivered in order, because they are sent again in another order.
    for (const { queueUrl } of bench.branches) await takeAll(bench.aws, queueUrl);
    for (const branch of bench.branches) await setTrigger(bench.aws, branch, true);
    const thrice = shuffle([...bodies, ...bodies, ...bodies], 'order');
    const delivering = (async () => {
      let sent = 0;
      for (const [index, body] of thrice.entries())
        sent += await deliver(bench, body, Math.floor(6 * chance('delay', index)));
      return sent;
    })();
    const last = await uploadVersions(VERSIONS - 1, VERSIONS);
    const sent = await delivering;
    await copies.close();
    await bench.settle(600);
    return {
      account: await bench.account('out-of-order', [...first, ...last]),
      broken: { count: sent, what: 'messages shuffled', least: 6 * first.length },
      notes: [
        `Each key was uploaded ${VERSIONS} times. The messages of all uploads except the last were delayed by up to five seconds.`,
      ],
    };

    async function uploadVersions(from: number, to: number): Promise<Upload[]> {
      const uploads: Upload[] = [];
      for (let version = from; version < to; version++)
        for (const key of keys)
          uploads.push(await bench.upload(key, bench.originals.picture(`${key} ${version}`)));
      return uploads;
    }
  },
};
