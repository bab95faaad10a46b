import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localFolder } from '../../cli/project.mjs';
import { type Step, silently } from '../../cli/step.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { LAB_BY_HAND, recordLabByHand } from '../start/running-lab.ts';
import { writeAwsCommand } from './aws-command.ts';

/** The folder that keeps the learner's work. */
export const labFolder = path.join(localFolder, LAB_BY_HAND);

const PORT_FILE = path.join(labFolder, 'port');

/** Whether somebody has worked in the lab before. */
export function hasWork(): boolean {
  return existsSync(path.join(labFolder, 'state'));
}

/** Removes the learner's work. No lab may be running. */
export function removeWork(): void {
  rmSync(labFolder, { recursive: true, force: true });
}

/** Starts the embedded AWS of `npm run lab` with the learner's work, and records it for the other commands. */
export async function startLabByHand(step: Step = silently): Promise<Emulator> {
  const emulator = await step('Start the embedded AWS (MiniStack)', () =>
    startEmulator({ name: LAB_BY_HAND, keepState: 'always', sendsMail: true, preferredPort: lastPort() }),
  );
  const { endpoint, start } = emulator;
  writeFileSync(PORT_FILE, new URL(endpoint).port);
  writeAwsCommand();
  recordLabByHand({ pid: process.pid, start, endpoint });
  return emulator;
}

/** With the same port, the links and queue URLs that the learner noted stay valid after a restart. */
function lastPort(): number | undefined {
  return existsSync(PORT_FILE) ? Number(readFileSync(PORT_FILE, 'utf8')) || undefined : undefined;
}
