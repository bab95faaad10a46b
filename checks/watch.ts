import { emitKeypressEvents } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from './facts.ts';
import type { Grade } from './grade.ts';
import { narrate } from './narration.ts';
import { compareGrades } from './report/compare.ts';
import { scorePhrases } from './report/points.ts';
import { renderTerminal } from './report/terminal.ts';

const SECONDS_BETWEEN = 10;

type GradeNow = (say: (line: string) => void) => Promise<{ facts: Facts; grade: Grade }>;

/** Grades again on a key, or after ten seconds, and shows what changed. Ends on `q`, Ctrl-C, or the signal. */
export async function watch(gradeNow: GradeNow, signal: AbortSignal): Promise<void> {
  const keys = listenToKeys();
  let before: Grade | undefined;
  while (!signal.aborted && !keys.quit) {
    const { grade } = await narrate('Look at the lab', gradeNow);
    if (signal.aborted) break;
    const changes = before && compareGrades(before, grade);
    if (changes?.length === 0) {
      console.log(`Nothing changed: ${scorePhrases(grade).join(' · ')}`);
    } else {
      const colour = process.stdout.hasColors?.() ?? false;
      console.log(renderTerminal(grade, { colour, width: 80, ...(changes && { changes }) }));
    }
    console.log(`\nGrading again in ${SECONDS_BETWEEN} s, or on a key; q ends.`);
    before = grade;
    await Promise.race([
      keys.next(),
      sleep(SECONDS_BETWEEN * 1000, undefined, { ref: false }),
      ended(signal),
    ]);
  }
  process.stdin.pause();
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Without a terminal there are no keys, and the clock alone counts. */
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
    // In raw mode the terminal makes no signal of it.
    if (key.ctrl && key.name === 'c') process.kill(process.pid, 'SIGINT');
    if (key.name === 'q') keys.quit = true;
    pressed();
  });
  return keys;
}
