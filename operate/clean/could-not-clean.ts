import { whyUnreachable } from '../../account/why-unreachable.ts';
import { troubleOf, whyDenied } from '../../aws/trouble.ts';
import { Failure } from '../../cli/failure.mjs';
import { NotSeen } from './must-see.ts';

/** Explains why nothing was removed, in a sentence with a fix. Returns an error that does not come from AWS unchanged. */
export function whyNotCleaned(error: unknown, asked: { local: boolean; profile?: string }): unknown {
  if (error instanceof Failure) return error;
  const trouble = error instanceof NotSeen ? error.trouble : troubleOf(error, 'AWS');
  const unreachable = whyUnreachable(trouble, { ...asked, command: 'clean' });
  if (unreachable !== undefined) return unreachable;
  if (trouble.kind === 'denied') {
    const problem = `Nothing was removed, because AWS denied access: ${whyDenied(trouble)}.`;
    const fix = 'cat operate/clean/rights/clean.json   # the policy that this command needs';
    return new Failure({ code: 'aws-denied', problem, detail: trouble.message, fix });
  }
  if (!(error instanceof NotSeen)) return error;
  const problem = `Nothing was removed, because a call to AWS failed: ${trouble.message}`;
  return new Failure({ code: 'aws-other', problem });
}
