/** A copy of the learner's work from before a fault, and the request to the running lab to go back to it. */
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '../../aws/poll.ts';
import { labFolder } from './lab-by-hand.ts';

/** What the embedded AWS saves: its state, and the objects of S3. */
const PARTS = ['state', 's3'] as const;
const COPY = path.join(labFolder, 'before-the-fault');
const REQUEST = path.join(labFolder, 'go-back');

/** The state is saved every second. */
const MS_UNTIL_SAVED = 2500;
const MS_TO_GO_BACK = 60_000;

/** Copies the learner's work. */
export async function takeSnapshot(): Promise<void> {
  await sleep(MS_UNTIL_SAVED);
  rmSync(COPY, { recursive: true, force: true });
  for (const part of PARTS)
    if (existsSync(path.join(labFolder, part)))
      cpSync(path.join(labFolder, part), path.join(COPY, part), { recursive: true });
}

/** Asks the process that runs the lab to go back to the copy, and waits until it has. @returns whether it has. */
export async function goBack(): Promise<boolean> {
  if (!existsSync(COPY)) return false;
  writeFileSync(REQUEST, '');
  const isDone = async () => (existsSync(REQUEST) ? undefined : true);
  const done = await poll(isDone, { milliseconds: MS_TO_GO_BACK, pauseMs: 200 });
  if (done === undefined) rmSync(REQUEST, { force: true });
  return done ?? false;
}

/** Whether somebody asks the lab to go back. */
export function isAskedToGoBack(): boolean {
  return existsSync(REQUEST);
}

/** Puts the copy in the place of the work. The embedded AWS must have stopped. */
export function restoreSnapshot(): void {
  for (const part of PARTS) {
    const [from, to] = [path.join(COPY, part), path.join(labFolder, part)];
    rmSync(to, { recursive: true, force: true });
    if (existsSync(from)) renameSync(from, to);
  }
  rmSync(COPY, { recursive: true, force: true });
}

/** Tells whoever asked that the lab is up again. */
export function answerGoneBack(): void {
  rmSync(REQUEST, { force: true });
}
