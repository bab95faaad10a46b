import type { Facts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';

/** What was graded. Other programs read it as part of the grade, so fields are only ever added. */
export interface Provenance {
  /** `file`: the facts came from a file and were not compared with AWS. */
  source: 'account' | 'file';
  verified: boolean;
  /** Where the requests went: AWS's own hosts, the embedded AWS, or another endpoint. `unknown` in facts of an older grader. */
  endpoint: 'aws' | 'embedded' | 'other' | 'unknown';
  /** Origins that answered and are not AWS's. */
  origins: readonly string[];
  /** Distinguishes accounts whose ids are masked. */
  accountDigest: string;
  /** Name of the stack; empty when the lab was built by hand or when this is not known. */
  stack: string;
  builtBy: 'stack' | 'hand' | 'unknown';
  /** ARN of the identity that graded, masked. */
  caller: string;
  /** When the account was read: ISO 8601. */
  at: string;
  /** Version of the grader that read the account. */
  grader: string;
}

export function provenanceOf(facts: Facts, source: Provenance['source']): Provenance {
  const {
    endpoint = 'unknown',
    origins = [],
    accountDigest = '',
    caller = '',
    grader = '',
  } = facts.provenance ?? {};
  const stack = (facts.builtBy && foundIn(facts.builtBy)?.name) ?? '';
  const isByHand = facts.builtBy?.kind === 'absent';
  return {
    ...{ source, verified: source === 'account', endpoint, origins, accountDigest, stack, caller, grader },
    builtBy: stack !== '' ? 'stack' : isByHand ? 'hand' : 'unknown',
    at: facts.startedAt,
  };
}

/** What every report says about a grade that was made from a file. */
export const NOT_VERIFIED = 'From a file, not verified';

/** The heading of what the probe could not remove. */
export const LEFTOVERS_HEADING = 'The grader created these and could not remove them';

/** The provenance as lines of text. When the grade is not verified, the first line says so. */
export function provenanceLines(provenance: Provenance): string[] {
  const { verified, endpoint, origins, accountDigest, stack, builtBy, caller, at, grader } = provenance;
  const places = {
    aws: 'AWS',
    embedded: `the embedded AWS (${origins.join(', ')})`,
    other: `an endpoint that does not belong to AWS (${origins.join(', ')})`,
    unknown: 'an unknown endpoint',
  };
  const built = { stack: `built by the stack ${stack}`, hand: 'built by hand', unknown: 'unknown builder' };
  return [
    ...(verified ? [] : [`${NOT_VERIFIED}: anyone who has the file can change it.`]),
    `Graded: ${places[endpoint]}, ${at}`,
    `Account digest: ${accountDigest || 'unknown'} (${built[builtBy]})`,
    `Graded by: ${caller || 'unknown'}, with grader ${grader || 'of an unknown version'}`,
  ];
}
