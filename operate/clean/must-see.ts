import type { Seen } from '../../account/seen.ts';
import type { Trouble } from '../../aws/trouble.ts';
import { Failure } from '../../cli/failure.mjs';

/** A call to AWS failed, so the list of resources would be incomplete. */
export class NotSeen extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

/**
 * Returns what was found, or undefined when it does not exist.
 * @throws NotSeen when AWS cannot be read, and Failure when several candidates exist.
 */
export function mustSee<T>(seen: Seen<T>): T | undefined {
  if (seen.kind === 'unreadable') throw new NotSeen(seen.trouble);
  if (seen.kind === 'ambiguous') throw ambiguous(seen.candidates, seen.flag);
  return seen.kind === 'found' ? seen.value : undefined;
}

export function ambiguous(candidates: readonly string[], flag: string): Failure {
  return new Failure({
    code: 'ambiguous',
    problem: `Expected one lab, found several candidates: ${candidates.join(', ')}.`,
    fix: `npm run clean -- ${flag} ${candidates[0]}   # clean one lab at a time`,
  });
}
