import { whyUnreachable } from '../../checks/could-not-grade.ts';
import type { Seen, Trouble } from '../../checks/facts.ts';
import { troubleOf } from '../../checks/trouble.ts';
import { Failure } from '../../local/set-up/failure.mjs';

/** AWS could not be asked about something. */
class CouldNotLook extends Error {
  readonly trouble: Trouble;

  constructor(what: string, trouble: Trouble) {
    super(`Could not look at ${what}`);
    this.trouble = trouble;
  }
}

/** What has to be there. @throws Error that `asFailure` explains. */
export function required<T>(seen: Seen<T>, what: string): T {
  const value = optional(seen, what);
  if (value !== undefined) return value;
  throw new CouldNotLook(what, { kind: 'other', action: '', message: 'it is not there.' });
}

/** What need not be there; of several that could be meant, none. @throws Error that `asFailure` explains. */
export function optional<T>(seen: Seen<T>, what: string): T | undefined {
  if (seen.kind === 'unreadable') throw new CouldNotLook(what, seen.trouble);
  return seen.kind === 'found' ? seen.value : undefined;
}

/** Where was looked, and by which of the npm scripts. */
interface Asked {
  local: boolean;
  profile?: string;
  command: string;
}

/** What AWS said as a sentence, with what to do. What is no trouble with AWS is given back as it is. */
export function asFailure(error: unknown, asked: Asked): unknown {
  if (error instanceof Failure) return error;
  if (error instanceof CouldNotLook) return explain(error.message, error.trouble, asked);
  const trouble = troubleOf(error, 'AWS');
  const isOfAws = trouble.kind !== 'other' || (error instanceof Error && '$metadata' in error);
  return isOfAws ? explain('AWS did not do what it was asked', trouble, asked) : error;
}

function explain(problem: string, trouble: Trouble, asked: Asked): Failure {
  const unreachable = whyUnreachable(trouble, asked);
  if (unreachable !== undefined) return unreachable;
  if (trouble.kind !== 'denied')
    return new Failure({ code: 'aws-other', problem: `${problem}: ${trouble.message}` });
  return new Failure({
    code: 'aws-denied',
    problem: `${problem}: these credentials lack the permission ${trouble.action}.`,
    fix: `cat operate/dead-letters/rights/${asked.command}.json   # the policy with all that it needs`,
  });
}
