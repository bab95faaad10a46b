/**
 * What went wrong as data, rendered in one place.
 * Must parse on Node 12: run.mjs tells users of an old Node about it with this.
 */

/**
 * @typedef {object} FailureFacts
 * @property {string} code what went wrong, for programs and tests, such as `python-too-old`
 * @property {string} problem one sentence: what was expected and what was found, where
 * @property {string} [fix] the command that helps, ready to be typed
 * @property {string} [detail] further lines, such as the end of a log
 */

/** A failure that the user can do something about; everything else is a bug and keeps its stack. */
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

/** The text for a terminal: the detail first, so that the sentence and the command stay in sight. @param {unknown} error */
export function renderFailure(error) {
  if (!(error instanceof Failure)) return error instanceof Error ? String(error.stack) : String(error);
  const detail = error.detail ? `${error.detail.trimEnd()}\n\n` : '';
  return `${detail}✗ ${error.message}${error.fix ? `\n  Try: ${error.fix}` : ''}`;
}

/** Prints a failure to standard error and makes the process end with status 1. @param {unknown} error */
export function reportFailure(error) {
  process.stderr.write(`\n${renderFailure(error)}\n`);
  process.exitCode = 1;
}
