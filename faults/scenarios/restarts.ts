import { setTimeout as sleep } from 'node:timers/promises';
import type { Upload } from '../accountant.ts';
import type { Bench } from '../bench.ts';
import { setTrigger } from '../branches.ts';
import { openCopies } from '../copies.ts';
import { keysOf, type Scenario } from '../scenario.ts';

/**
 * The embedded AWS is stopped with its state kept, and started again, while pictures are worked on. Not by SIGKILL: it
 * writes its state only as it ends, where AWS writes each message before it answers.
 */
export const restarts: Scenario = {
  name: 'restarts',
  title: 'AWS stopped, started',
  async run(bench) {
    const { aws, branches } = bench;
    const rounds = bench.short ? 2 : 5;
    const keys = keysOf('restarts', rounds * (bench.short ? 12 : 40));
    const copies = await openCopies(bench);
    const uploads: Upload[] = [];
    const dropped = new Set<string>();
    let inWork = 0;
    let stopped = 0;
    for (let round = 0; round < rounds; round++) {
      for (const branch of branches) await setTrigger(aws, branch, false);
      const some = keys.filter((_, index) => index % rounds === round);
      uploads.push(...(await bench.uploadAll(some)));
      // It tells SNS of an upload a moment after it has answered, and would forget that.
      await copies.take(some.length);
      const waiting = await bench.messages();
      for (const branch of branches) await setTrigger(aws, branch, true);
      await firstDone(bench, waiting);
      const messages = await bench.messages();
      for (const service of await bench.restart()) dropped.add(service);
      inWork += messages;
      if (messages > 0) stopped++;
    }
    await copies.close();
    await bench.settle(300);
    // Who was in work at every stop; no log can tell of that.
    const letters = await bench.deadLetters();
    if (letters.length > 0) await bench.redrive();
    return {
      account: await bench.account('restarts', uploads),
      broken: { count: stopped, what: 'stops in the middle of pictures', least: rounds },
      notes: [
        `There were ${inWork} messages in the queues or in work.`,
        ...(dropped.size > 0
          ? [`The embedded AWS did not keep its ${[...dropped].join(', ')}, which changed as it ended.`]
          : []),
        ...(letters.length > 0
          ? [`${letters.length} messages met all stops, and came through by a redrive.`]
          : []),
      ],
    };
  },
};

const MOST_WAIT_MS = 30_000;

/** Until the first messages of those that wait are done with: the next ones are in work then. */
async function firstDone(bench: Bench, waiting: number): Promise<void> {
  const deadline = performance.now() + MOST_WAIT_MS;
  while ((await bench.messages()) >= waiting && performance.now() < deadline) await sleep(50);
}
