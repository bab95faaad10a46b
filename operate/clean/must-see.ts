import type { Seen, Trouble } from '../../checks/facts.ts';
import { Failure } from '../../local/set-up/failure.mjs';

/** AWS could not be asked, so that a list would not be whole. */
export class NotSeen extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

/** What was found, or undefined when it is not there. @throws NotSeen; Failure when several could be meant. */
export function mustSee<T>(seen: Seen<T>): T | undefined {
  if (seen.kind === 'unreadable') throw new NotSeen(seen.trouble);
  if (seen.kind === 'ambiguous') throw ambiguous(seen.candidates, seen.flag);
  return seen.kind === 'found' ? seen.value : undefined;
}

export function ambiguous(candidates: readonly string[], flag: string): Failure {
  return new Failure({
    code: 'ambiguous',
    problem: `More than one could be the lab's: ${candidates.join(', ')}.`,
    fix: `npm run clean -- ${flag} ${candidates[0]}   # one at a time`,
  });
}
