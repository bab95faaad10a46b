import type { Seen, Trouble } from '../facts.ts';
import type { Finding } from '../step.ts';

interface Found<T> {
  /** As it stands in a sentence: `the topic`. */
  what: string;
  found: (value: T) => Finding;
  absent: (near: readonly string[]) => Finding;
}

/** Judges what was looked for. What could not be looked at is an error, and never the learner's. */
export function judge<T>(seen: Seen<T>, { what, found, absent }: Found<T>): Finding {
  switch (seen.kind) {
    case 'found':
      return found(seen.value);
    case 'absent':
      return absent(seen.near ?? []);
    case 'ambiguous': {
      const { candidates, flag } = seen;
      const hint = `More than one could be ${what}: ${candidates.join(', ')}. Say which: ${flag} ${candidates[0]}`;
      return { verdict: 'error', hint, evidence: { candidates } };
    }
    case 'unreadable':
      return unreadable(what, seen.trouble);
  }
}

/** The value, when it was found. */
export function foundIn<T>(seen: Seen<T>): T | undefined {
  return seen.kind === 'found' ? seen.value : undefined;
}

export function unreadable(what: string, { kind, action, message }: Trouble): Finding {
  const hint =
    kind === 'denied'
      ? `Could not look at ${what}: these credentials lack the permission ${action}.`
      : `Could not look at ${what} (${action}): ${message}`;
  return { verdict: 'error', hint, evidence: { action, reason: kind } };
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

/** What is there may be what was meant: a failure that names it; else it was not begun. */
export function absentUnless(near: readonly string[], wanted: string, begun: string): Finding {
  return near.length === 0
    ? notYet(begun)
    : fail(`There is no ${wanted}, but ${near.join(' and ')}: was that meant?`, { near });
}

/** For a step that can say nothing because another one comes first. */
export function waits(): Finding {
  return notYet('something else comes first.');
}
