/** How a process of the chain npm → run.mjs → script learns that it should end. */
import { constants } from 'node:os';

/**
 * Calls back once when the process that started this one is gone, also by `kill -9`: its children are then given
 * another parent. Looks once a second and keeps no process alive.
 * @param {() => void} callback
 * @returns {() => void} stops looking
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
 * Calls back once when this process is asked to end: by a signal, or because its parent is gone (`SIGHUP`, as from a
 * closed terminal). Ctrl-C comes as up to three SIGINTs at once (from the terminal, npm and run.mjs), so that more of
 * them count as impatience, and end the process without further clean-up, only after two seconds.
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
    // The terminal, or the `tee` behind us, may be gone already: words that nobody reads must not end the clean-up.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    callback(signal);
  };
  for (const signal of endingSignals) process.on(signal, ask);
  whenParentEnds(() => ask('SIGHUP'));
}
