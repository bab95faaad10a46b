import type { Grade } from '../grade.ts';
import type { Advice } from '../step.ts';

export const ADVICE_HEADING = 'Works, but could be better';
export const PRODUCTION_HEADING = 'Beyond the lab: what production needs';

/** Separates advice about what the lab asks for from advice about what only production needs. */
export function adviceGroups({
  advice,
}: Pick<Grade, 'advice'>): Record<'ofTheLab' | 'forProduction', Advice[]> {
  return {
    ofTheLab: advice.filter(({ group }) => group === undefined),
    forProduction: advice.filter(({ group }) => group === 'production'),
  };
}
