import readOnly from './read-only.json' with { type: 'json' };
import withProbe from './with-probe.json' with { type: 'json' };

/** An IAM policy of those here: it allows, and has no conditions. */
export interface Policy {
  Version: string;
  Statement: readonly Statement[];
}

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | readonly string[];
  Resource: string | readonly string[];
}

/**
 * What the grader has to be allowed: exactly what it calls, `--read-only` and with the probe, which is limited to names that
 * begin as the lab's own: another topic, by `--topic`, takes another name there. To simulate is allowed for all principals,
 * not for roles only, because the embedded AWS knows no narrower right. What is `FREE` is not among it.
 */
export const rights = { readOnly, withProbe } as const satisfies Record<string, Policy>;

/** AWS denies it to nobody. */
export const FREE = 'sts:GetCallerIdentity';

/** The actions that a policy allows, sorted. */
export function actionsOf({ Statement }: Policy): string[] {
  return Statement.flatMap(({ Action }) => Action).sort();
}

/** The policy with one action less. */
export function without(action: string, { Version, Statement }: Policy): Policy {
  const left = Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((one) => one !== action),
  }));
  return { Version, Statement: left.filter(({ Action }) => Action.length > 0) };
}
