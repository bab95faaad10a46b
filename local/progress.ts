import { writeSync } from 'node:fs';
import { Listr, PRESET_TIMER } from 'listr2';
import type { Step } from './step.ts';

const SHOW_CURSOR = '\u001b[?25h';

// The live lines hide the cursor, and give it back only when nobody interrupts them. Past `process.stdout`: they hold
// back what is written there.
process.once('exit', () => process.stdout.isTTY && writeSync(process.stdout.fd, SHOW_CURSOR));

/** Steps on a terminal, live and with their times; plain lines elsewhere. */
export const showStep: Step = async (title, work) => {
  const done: { result?: Awaited<ReturnType<typeof work>> } = {};
  const task = {
    title,
    task: async (_: unknown, shown: { output: string }) => {
      done.result = await work((line) => {
        // On one line, and not a line of dashes: SAM's tables are wide.
        if (process.stdout.isTTY && /\w/.test(line))
          shown.output = line.replace(/ {2,}/g, '  ').slice(0, process.stdout.columns - 6);
      });
    },
  };
  await new Listr([task], {
    fallbackRenderer: 'simple',
    // Its own would end this process on Ctrl-C at once, before what was started is stopped.
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
  // The task ran, or run() would have thrown.
  return done.result as Awaited<ReturnType<typeof work>>;
};
