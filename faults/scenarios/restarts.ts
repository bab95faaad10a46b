import type { Upload } from '../accountant.ts';
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
      // When the first are done with, the next ones are in work.
      const messages = await bench.untilMessages((count) => count < waiting);
      for (const service of await bench.restart()) dropped.add(service);
      inWork += messages;
      if (messages > 0) stopped++;
    }
    await copies.close();
    await bench.settle(300);
    // What was in work at each of five stops is a dead letter; no log can tell of that.
    const { notes } = await bench.bringThrough();
    return {
      account: await bench.account('restarts', uploads),
      broken: { count: stopped, what: 'stops in the middle of pictures', least: rounds },
      notes: [
        `There were ${inWork} messages in the queues or in work.`,
        ...(dropped.size > 0
          ? [`The embedded AWS did not keep its ${[...dropped].join(', ')}, which changed as it ended.`]
          : []),
        ...notes,
      ],
    };
  },
};
