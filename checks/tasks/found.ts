import type { Seen } from '../../account/seen.ts';
import { type Trouble, whyDenied } from '../../aws/trouble.ts';
import type { Finding } from '../step.ts';

interface Found<T> {
  /** Names it in a sentence: `the topic`. */
  what: string;
  found: (value: T) => Finding;
  absent: (near: readonly string[]) => Finding;
}

/** Turns an observation into a finding. What the grader could not read is an error, never the learner's failure. */
export function judge<T>(seen: Seen<T>, { what, found, absent }: Found<T>): Finding {
  switch (seen.kind) {
    case 'found':
      return found(seen.value);
    case 'absent':
      return absent(seen.near ?? []);
    case 'ambiguous': {
      const { candidates, flag } = seen;
      const hint = `Several resources could be ${what}: ${candidates.join(', ')}. Choose one, for example with ${flag} ${candidates[0]}`;
      return { verdict: 'error', hint, evidence: { candidates } };
    }
    case 'unreadable':
      return unreadable(what, seen.trouble);
  }
}

export function unreadable(what: string, trouble: Trouble): Finding {
  const { kind, action, message } = trouble;
  if (kind === 'denied' && action === SIMULATE)
    return { verdict: 'error', hint: NO_SIMULATION, evidence: { action, reason: kind } };
  if (kind === 'denied' && PROBES.has(action))
    return { verdict: 'error', hint: noProbe(action), evidence: { action, reason: kind } };
  const hint =
    kind === 'denied'
      ? `The grader could not read ${what}: ${whyDenied(trouble)}.`
      : `The grader could not read ${what} (${action}): ${message}`;
  return { verdict: 'error', hint, evidence: { action, reason: kind } };
}

/** What only the probe does. */
const PROBES = new Set(['sns:Publish', 's3:PutObject']);

function noProbe(action: string): string {
  return `The probe could not test this, because these credentials are not allowed to call ${action}. Grade read-only, or give the identity that grades the rights in checks/rights/with-probe.json, too. A role of class/learner-role.yaml gets them with AllowProbe=yes.`;
}

const SIMULATE = 'iam:SimulatePrincipalPolicy';

/** The hint is the same for every role, so that a report gives it once. */
const NO_SIMULATION =
  "The grader could not ask IAM what the roles are allowed to do, because iam:SimulatePrincipalPolicy is denied. In AWS Academy's Learner Labs, nobody is allowed to call it: grade there with --without 4. Then a picture that went through the lab, or the probe, shows whether the roles work. In another account, allow this action for the identity that grades. checks/rights/read-only.json lists everything it needs.";

/** Whether a fact is unreadable because IAM's policy simulation is denied. */
export function isSimulationDenied(seen: Seen<unknown>): boolean {
  return seen.kind === 'unreadable' && seen.trouble.kind === 'denied' && seen.trouble.action === SIMULATE;
}

export function pass(evidence: Record<string, unknown> = {}): Finding {
  return { verdict: 'pass', evidence };
}

export function fail(hint: string, evidence: Record<string, unknown> = {}): Finding {
  return { verdict: 'fail', hint, evidence };
}

export function notYet(hint: string, evidence: Record<string, unknown> = {}): Finding {
  return { verdict: 'not-yet', hint: `Not yet: ${hint}`, evidence };
}

export function pending(hint: string, evidence: Record<string, unknown> = {}): Finding {
  return { verdict: 'pending', hint, evidence };
}

interface Expected {
  /** Kind of resource: `queue`. */
  kind: string;
  /** The name that the lab expects. */
  expected: string;
  /** The hint when nothing similar was found either. */
  notYet: string;
}

/** When a resource with a similar name was found, the step fails and names it. Otherwise the learner has not begun it. */
export function absentUnless(near: readonly string[], { kind, expected, notYet: hint }: Expected): Finding {
  if (near.length === 0) return notYet(hint);
  const found = near.length === 1 ? `a ${kind}` : `${kind}s`;
  return fail(`Found ${found} named ${near.join(' and ')}. The lab expects ${expected}.`, { near });
}

/** For a step that cannot be judged because another step comes first. */
export function waits(): Finding {
  return notYet('another step comes first.');
}
