import type { Facts, ProductionFacts, Seen, Trouble } from '../facts.ts';
import type { Advice } from '../step.ts';
import { adviseOnFunctions } from './functions.ts';
import { adviseOnMessages } from './messages.ts';
import { adviseOnPolicies } from './policies.ts';
import { inWords, type Looked, productionAdvice } from './production-advice.ts';
import { adviseOnProtection } from './protection.ts';
import { adviseOnWatching } from './watching.ts';

/**
 * Names what a set-up lacks of what template.yaml has for production: nothing of it is asked for in the lab, and nothing is
 * said of what was not seen. Pure, and never throws: a grade must not stop for it.
 */
export function adviseProduction({ production, ...others }: Facts): Advice[] {
  if (production === undefined) return [];
  try {
    return adviseAll({ ...others, production });
  } catch (error) {
    return [notSeen('everything', `The grader itself failed here: ${messageOf(error)}`)];
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
    title: `Not looked at: ${what}`,
    why: `More may be missing. ${why}`,
    how: 'Grade again with the rights in checks/rights/. It does not touch the points.',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reason({ kind, message }: Trouble): string {
  if (kind === 'denied') return 'These credentials lack the permission.';
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
