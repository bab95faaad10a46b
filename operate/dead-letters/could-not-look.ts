import type { Seen } from '../../account/seen.ts';
import { whyUnreachable } from '../../account/why-unreachable.ts';
import { type Trouble, troubleOf, whyDenied } from '../../aws/trouble.ts';
import { Failure } from '../../cli/failure.mjs';

/** A call to AWS failed, so something could not be read. */
class CouldNotLook extends Error {
  readonly trouble: Trouble;

  constructor(what: string, trouble: Trouble) {
    super(`Could not read ${what}`);
    this.trouble = trouble;
  }
}

/** Returns what must exist. @throws Error that `asFailure` explains. */
export function required<T>(seen: Seen<T>, what: string): T {
  const value = optional(seen, what);
  if (value !== undefined) return value;
  throw new CouldNotLook(what, { kind: 'other', action: '', message: 'it does not exist.' });
}

/** Returns what can be absent. Undefined when there are several candidates. @throws Error that `asFailure` explains. */
export function optional<T>(seen: Seen<T>, what: string): T | undefined {
  if (seen.kind === 'unreadable') throw new CouldNotLook(what, seen.trouble);
  return seen.kind === 'found' ? seen.value : undefined;
}

/** The chosen account and the npm script that reads it. */
interface Asked {
  local: boolean;
  profile?: string;
  command: string;
}

/** Explains an error of AWS in a sentence, with a fix. Returns any other error unchanged. */
export function asFailure(error: unknown, asked: Asked): unknown {
  if (error instanceof Failure) return error;
  if (error instanceof CouldNotLook) return explain(error.message, error.trouble, asked);
  const trouble = troubleOf(error, 'AWS');
  const isOfAws = trouble.kind !== 'other' || (error instanceof Error && '$metadata' in error);
  return isOfAws ? explain('A call to AWS failed', trouble, asked) : error;
}

function explain(problem: string, trouble: Trouble, asked: Asked): Failure {
  const unreachable = whyUnreachable(trouble, asked);
  if (unreachable !== undefined) return unreachable;
  if (trouble.kind !== 'denied')
    return new Failure({ code: 'aws-other', problem: `${problem}: ${trouble.message}` });
  return new Failure({
    code: 'aws-denied',
    problem: `${problem}: ${whyDenied(trouble)}.`,
    // When a resource's own policy denies access, more permissions of the credentials do not help.
    ...(trouble.deniedBy === undefined && {
      fix: `cat operate/dead-letters/rights/${asked.command}.json   # the policy that this command needs`,
    }),
  });
}
