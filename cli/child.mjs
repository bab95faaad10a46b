/** Runs a child process in the foreground. It forwards signals to the child and returns how the child ended. */
import { spawn } from 'node:child_process';
import { endingSignals, whenParentEnds } from './ending.mjs';

/**
 * @typedef {object} End
 * @property {number | null} status
 * @property {NodeJS.Signals | null} signal
 * @property {NodeJS.Signals | null} asked the signal that this process received in the meantime
 */

/**
 * Runs a command with the standard streams of this process. The promise rejects when the command cannot be started.
 * @param {string} command @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(pid: number) => void} [started]
 * @returns {Promise<End>}
 */
export function runChild(command, args, options, started) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forwarding = forwardSignals(child);
    child.once('error', (error) => {
      forwarding.stop();
      reject(error);
    });
    child.once('exit', (status, signal) => resolve({ status, signal, asked: forwarding.stop() }));
    if (child.pid) started?.(child.pid);
  });
}

/** Ends this process like its child, so that a shell sees the same status or signal. @param {End} end */
export function endLike({ status, signal, asked }) {
  const last = signal ?? (status === 0 ? null : asked);
  if (last && last !== 'SIGKILL') process.kill(process.pid, last);
  else process.exitCode = status ?? 137;
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @type {NodeJS.Signals | null} */
  let asked = null;
  let at = 0;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // On Ctrl-C, the terminal signals the whole process group, and npm sends another signal. One is enough.
    if (signal === asked && Date.now() - at < 1000) return;
    asked = signal;
    at = Date.now();
    child.kill(signal);
  };
  for (const signal of endingSignals) process.on(signal, forward);
  const stopWatching = whenParentEnds(() => forward('SIGTERM'));
  const stop = () => {
    for (const signal of endingSignals) process.off(signal, forward);
    stopWatching();
    return asked;
  };
  return { stop };
}
