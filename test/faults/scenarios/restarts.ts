import type { Upload } from '../accountant.ts';
import { setTrigger } from '../branches.ts';
import { openCopies } from '../copies.ts';
import { keysOf, type Scenario } from '../scenario.ts';

/**
 * The embedded AWS is stopped and started again, with its state, while functions process pictures. It is not stopped
 * with SIGKILL: it saves its state only when it ends, whereas AWS saves each message before it answers.
 */
export const restarts: Scenario = {
  name: 'restarts',
  title: 'AWS restarted',
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
      // The embedded AWS answers an upload a moment before it notifies SNS. A stop in between would lose the
      // notification.
      await copies.take(some.length);
      const waiting = await bench.messages();
      for (const branch of branches) await setTrigger(aws, branch, true);
      // When the first messages are finished, the functions process the next ones.
      const messages = await bench.untilMessages((count) => count < waiting);
      for (const service of await bench.restart()) dropped.add(service);
      inWork += messages;
      if (messages > 0) stopped++;
    }
    await copies.close();
    await bench.settle(300);
    // A message that was in flight at each of five stops is a dead letter. No log can show that.
    const { notes } = await bench.bringThrough();
    return {
      account: await bench.account('restarts', uploads),
      broken: { count: stopped, what: 'stops in the middle of pictures', least: rounds },
      notes: [
        `${inWork} messages were in the queues or in flight.`,
        ...(dropped.size > 0
          ? [
              `The embedded AWS did not save its ${[...dropped].join(', ')}, which changed while it was stopping.`,
            ]
          : []),
        ...notes,
      ],
    };
  },
};
