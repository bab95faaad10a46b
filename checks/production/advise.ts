import type { Facts, ProductionFacts } from '../../account/facts.ts';
import type { Seen } from '../../account/seen.ts';
import type { Trouble } from '../../aws/trouble.ts';
import type { Advice } from '../step.ts';
import { adviseOnFunctions } from './functions.ts';
import { adviseOnMessages } from './messages.ts';
import { adviseOnPolicies } from './policies.ts';
import { inWords, type Looked, productionAdvice } from './production-advice.ts';
import { adviseOnProtection } from './protection.ts';
import { adviseOnWatching } from './watching.ts';

/**
 * Advises on what production needs and this set-up lacks, compared with template.yaml. The lab asks for none of it. Nothing
 * is said about what the grader did not see. Pure; never throws, because a grade must not fail for it.
 */
export function adviseProduction({ production, ...others }: Facts): Advice[] {
  if (production === undefined) return [];
  try {
    return adviseAll({ ...others, production });
  } catch (error) {
    return [notSeen('everything', `The grader could not judge it: ${messageOf(error)}`)];
  }
}

function adviseAll(facts: Looked): Advice[] {
  return [
    ...adviseOnMessages(facts),
    ...adviseOnFunctions(facts),
    ...adviseOnWatching(facts),
    ...adviseOnProtection(facts),
    ...adviseOnPolicies(facts),
    ...adviseWhatWasNotSeen(facts.production),
  ];
}

function adviseWhatWasNotSeen(production: ProductionFacts): Advice[] {
  const { versioning, publicAccessBlocked, deadLetterQueues, logGroups, alarms, dashboard } = production;
  const looked: readonly Seen<unknown>[] = [
    ...[versioning, publicAccessBlocked, alarms, dashboard],
    ...[deadLetterQueues, logGroups].flatMap(({ thumbnail, mobile }) => [thumbnail, mobile]),
  ];
  const troubles = looked.flatMap((seen) => (seen.kind === 'unreadable' ? [seen.trouble] : []));
  if (troubles.length === 0) return [];
  const actions = inWords(troubles.map(({ action }) => action));
  return [notSeen(actions, [...new Set(troubles.map(reason))].join(' '))];
}

function notSeen(what: string, why: string): Advice {
  return productionAdvice({
    id: 'production-not-seen',
    title: `Not checked: ${what}`,
    why: `More may be missing. ${why}`,
    how: 'Grade again with the permissions in checks/rights/. The points do not change.',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reason({ kind, message }: Trouble): string {
  if (kind === 'denied') return 'These credentials do not have the permission.';
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
