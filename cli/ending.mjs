/** Tells a process in the chain npm → run.mjs → script when it must end. */
import { constants } from 'node:os';

/**
 * Calls back once when the parent process has ended, even by `kill -9`. The system then gives this process another parent.
 * It checks once a second and does not keep the process alive.
 * @param {() => void} callback
 * @returns {() => void} stops the checks
 */
export function whenParentEnds(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** @type {readonly NodeJS.Signals[]} */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Calls back once when this process must end. The reason is a signal or the end of its parent (`SIGHUP`, as for a closed
 * terminal). One Ctrl-C arrives as up to three SIGINTs, from the terminal, npm and run.mjs. A further SIGINT after two seconds
 * ends the process without a clean-up.
 * @param {(signal: NodeJS.Signals) => void} callback
 */
export function whenAskedToEnd(callback) {
  let askedAt = 0;
  /** @param {NodeJS.Signals} signal */
  const ask = (signal) => {
    if (askedAt > 0) {
      if (signal === 'SIGINT' && Date.now() - askedAt > 2000) process.exit(128 + constants.signals[signal]);
      return;
    }
    askedAt = Date.now();
    // The reader of the output, such as a terminal or `tee`, can be gone. A failed write must not stop the clean-up.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    callback(signal);
  };
  for (const signal of endingSignals) process.on(signal, ask);
  whenParentEnds(() => ask('SIGHUP'));
}
