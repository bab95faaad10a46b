import { whenAskedToEnd } from './ending.mjs';
import { reportFailure } from './failure.mjs';

/** Why a command must stop early. */
export type Stop =
  /** The user pressed Ctrl-C, a signal arrived, or the parent process has ended. */
  | { kind: 'asked' }
  /** The reader of the output has ended, as `head` does after ten lines. */
  | { kind: 'closed-pipe' }
  /** The program itself failed with an error that nothing catches. */
  | { kind: 'crash' };

export interface Stopping {
  signal: AbortSignal;
  /** Returns the first reason, or undefined while there is none. */
  reason(): Stop | undefined;
}

/** The longest time for the clean-up after a crash. The crash can keep the process from ending itself. */
const LONGEST_MS = 30_000;
/** The exit status for a lab that could not be graded. */
const CRASHED = 2;

/**
 * Listens for everything that stops a command, so that the command can clean up first. Call it once per process.
 * @param onAsked is called when the user stops the command, to print a message.
 */
export function listenForStop(onAsked: () => void): Stopping {
  const controller = new AbortController();
  let reason: Stop | undefined;
  const stop = (why: Stop) => {
    reason ??= why;
    controller.abort();
  };
  whenAskedToEnd(() => {
    if (reason === undefined) onAsked();
    stop({ kind: 'asked' });
  });
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => stop({ kind: 'closed-pipe' }));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      reportFailure(error);
      stop({ kind: 'crash' });
      process.once('exit', () => {
        process.exitCode = CRASHED;
      });
      setTimeout(() => process.exit(CRASHED), LONGEST_MS).unref();
    });
  }
  return { signal: controller.signal, reason: () => reason };
}
