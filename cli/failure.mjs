/**
 * Errors as data, rendered in one place.
 * This file must parse on Node 12, because run.mjs uses it to tell users about an old Node.
 */

import { cleanLines } from './clean-text.mjs';

/**
 * @typedef {object} FailureFacts
 * @property {string} code identifies the error for programs and tests, such as `python-too-old`
 * @property {string} problem one or two sentences: what was expected, what was found, and where
 * @property {string} [fix] the command that helps, ready to type
 * @property {string} [detail] further lines, such as the end of a log
 */

/** A failure that the user can fix. Any other error is a bug and keeps its stack. */
export class Failure extends Error {
  /** @param {FailureFacts} facts @param {{ cause?: unknown }} [options] */
  constructor(facts, options) {
    super(facts.problem, options);
    this.name = 'Failure';
    this.code = facts.code;
    this.fix = facts.fix;
    this.detail = facts.detail;
  }
}

/** Renders an error for a terminal. The detail comes first, so that the sentence and the command stay visible. @param {unknown} error */
export function renderFailure(error) {
  return cleanLines(render(error));
}

/** @param {unknown} error */
function render(error) {
  if (!(error instanceof Failure)) return error instanceof Error ? String(error.stack) : String(error);
  const detail = error.detail ? `${error.detail.trimEnd()}\n\n` : '';
  return `${detail}✗ ${error.message}${error.fix ? `\n  Try: ${error.fix}` : ''}`;
}

/** Prints an error to standard error and sets the exit status to 1. @param {unknown} error */
export function reportFailure(error) {
  process.stderr.write(`\n${renderFailure(error)}\n`);
  process.exitCode = 1;
}
