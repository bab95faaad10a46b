import type { OutputName } from '../lab/output-names.ts';

/** What a page can ask for: JSON for `POST /api/commands`. */
export type Command =
  /** Uploads a sample. `broken` is a JPEG that is cut off, which ends in the dead-letter queues. */
  | { type: 'sample'; which: 'happy-face' | 'broken' }
  /** Sends the dead letters of an output again. Without `branch`, those of all outputs. */
  | { type: 'redrive'; branch?: OutputName }
  | { type: 'fault'; id: string; on: boolean }
  /** Puts a fault into the lab without naming it, reveals more about it, or names it. */
  | { type: 'surprise' }
  | { type: 'hint' }
  | { type: 'reveal' }
  /** Undoes every fault, named or not. */
  | { type: 'undo-faults' }
  /** Grades now. `probe`: also sends a test message and a test picture. */
  | { type: 'grade'; probe: boolean }
  /** Removes finished uploads from the page. */
  | { type: 'clear' };

/** The answer to a command or an upload. The status is 200 when `ok`, else 4xx or 5xx. */
export type CommandResult =
  /** What happened comes as changes. `uploadId` is set for a sample and for an upload. */
  | { ok: true; words: string; uploadId?: string }
  /** `problem` and `fix` are sentences. */
  | { ok: false; problem: string; fix: string };
