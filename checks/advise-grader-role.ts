import type { Facts } from '../account/facts.ts';
import type { Advice } from './step.ts';

/** Advice for the instructor when the grader's role in the account allows more than a grader needs. */
export function adviseGraderRole({ provenance }: Facts): Advice[] {
  const { excess = [], caller = '' } = provenance ?? {};
  if (excess.length === 0) return [];
  const [, role = 'The role'] = /^assumed-role\/([^/]+)\//.exec(caller) ?? [];
  const some = excess.slice(0, SHOWN).join(', ');
  const more = excess.length > SHOWN ? ` and ${excess.length - SHOWN} more` : '';
  return [
    {
      id: 'wide-grader-role',
      title: `The grader's role ${role} allows more than the grader needs`,
      why: `It also allows ${some}${more}. Everybody in the instructor's account who knows the external id can do that in this account.`,
      how: 'Replace its policies by checks/rights/read-only.json, or create the role with class/learner-role.yaml.',
      guide: 'docs/class-access.md',
    },
  ];
}

const SHOWN = 4;
