import { emitKeypressEvents } from 'node:readline';
import timers from 'node:timers/promises';
import wrapAnsi from 'wrap-ansi';
import type { Facts } from '../account/facts.ts';
import type { Failure } from '../cli/failure.mjs';
import { renderFailure } from '../cli/failure.mjs';
import { narrate } from '../cli/narration.ts';
import type { Grade } from './grade.ts';
import { compareGrades } from './report/compare.ts';
import { scorePhrases } from './report/points.ts';
import { progressTeller } from './report/progress.ts';
import { renderTerminal } from './report/terminal.ts';

const SECONDS_BETWEEN = 10;

interface WatchOptions {
  /** @param earlier facts of an earlier probe, which is not repeated while nothing that it depends on changes. */
  gradeNow: (
    say: (line: string) => void,
    earlier: Facts | undefined,
  ) => Promise<{ facts: Facts; grade: Grade }>;
  /** Explains why nothing could be graded; undefined when something could. */
  whyNot: (facts: Facts) => Failure | undefined;
  readOnly: boolean;
  signal: AbortSignal;
}

/**
 * Grades the lab every ten seconds and shows what changed. It sends a message and a picture only when something on their path
 * has changed, or on a key press. It ends on `q`, Ctrl-C or the signal.
 * @throws Failure without credentials or a region, because trying again would not help.
 */
export async function watch({ gradeNow, whyNot, readOnly, signal }: WatchOptions): Promise<void> {
  const keys = listenToKeys();
  const told = progressTeller();
  console.log(introduction(readOnly));
  let before: Grade | undefined;
  let earlier: Facts | undefined;
  let isForced = false;
  try {
    while (!signal.aborted && !keys.quit) {
      const { facts, grade } = await narrate('Grading the lab', (say) =>
        gradeNow(say, isForced ? undefined : earlier),
      );
      if (signal.aborted) break;
      const failure = whyNot(facts);
      if (failure?.code === 'aws-credentials') throw failure;
      if (failure) console.log(renderFailure(failure));
      else {
        showChanges(before, grade);
        for (const text of told.after(before, grade)) console.log(text);
        [before, earlier] = [grade, facts];
      }
      isForced = await nextLook(keys, signal);
    }
  } finally {
    process.stdin.pause();
  }
}

function introduction(readOnly: boolean): string {
  const looks = `Grades the lab every ${SECONDS_BETWEEN} s. Press q to end, or any other key to grade now.`;
  if (readOnly) return looks;
  const probes = 'Sends a test message and a picture now, after each change, and on a key press.';
  const mails = 'If your email subscription (task 9) is confirmed, you get two emails each time.';
  return wrapAnsi(`${looks}\n${probes} ${mails}`, 80);
}

function showChanges(before: Grade | undefined, grade: Grade): void {
  const changes = before && compareGrades(before, grade);
  if (changes?.length === 0) {
    console.log(`Nothing changed: ${scorePhrases(grade).join(' · ')}`);
    return;
  }
  const colour = process.stdout.hasColors?.() ?? false;
  console.log(renderTerminal(grade, { colour, width: 80, ...(changes && { changes }) }));
}

/** @returns whether a key press ended the wait. */
async function nextLook(keys: ReturnType<typeof listenToKeys>, signal: AbortSignal): Promise<boolean> {
  return Promise.race([
    keys.next().then(() => true),
    timers.setTimeout(SECONDS_BETWEEN * 1000, false, { ref: true, signal }).catch(() => false),
  ]);
}

/** Without a terminal there are no keys, so only the clock counts. */
function listenToKeys() {
  let pressed = () => {};
  const keys = {
    quit: false,
    next: () =>
      new Promise<void>((resolve) => {
        pressed = resolve;
      }),
  };
  if (!process.stdin.isTTY) return keys;
  emitKeypressEvents(process.stdin);
  process.stdin.setRawMode(true);
  process.stdin.on('keypress', (_text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
    // In raw mode the terminal does not turn Ctrl-C into a signal.
    if (key.ctrl && key.name === 'c') process.kill(process.pid, 'SIGINT');
    if (key.name === 'q') keys.quit = true;
    pressed();
  });
  return keys;
}
