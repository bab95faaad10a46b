import { writeSync } from 'node:fs';
import { Listr, PRESET_TIMER } from 'listr2';
import { cleanText } from './clean-text.mjs';
import type { Step } from './step.ts';

const SHOW_CURSOR = '\u001b[?25h';

// The live lines hide the cursor and do not show it again after an interrupt. They also buffer `process.stdout`, so this code
// writes to the file descriptor.
process.once('exit', () => process.stdout.isTTY && writeSync(process.stdout.fd, SHOW_CURSOR));

/** Shows a step with its duration: as a live line on a terminal, and as plain lines elsewhere. */
export const showStep: Step = async (title, work) => {
  const done: { result?: Awaited<ReturnType<typeof work>> } = {};
  const task = {
    title: cleanText(title),
    task: async (_: unknown, shown: { output: string }) => {
      done.result = await work((line) => {
        // The text is cut to one line, because SAM's tables are wide. Lines of dashes are left out.
        if (process.stdout.isTTY && /\w/.test(line))
          shown.output = cleanText(line)
            .replace(/ {2,}/g, '  ')
            .slice(0, process.stdout.columns - 6);
      });
    },
  };
  await new Listr([task], {
    fallbackRenderer: 'simple',
    // Listr's own listeners would end this process on Ctrl-C before its children are stopped.
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
  // The task has run, because otherwise run() would have thrown.
  return done.result as Awaited<ReturnType<typeof work>>;
};
