import type { Aws } from '../../aws/clients.ts';
import { troubleOf, whyDenied } from '../../aws/trouble.ts';
import { showStep } from '../../cli/progress.ts';
import { removeThing } from './remove.ts';
import { removeStack } from './remove-stack.ts';
import type { Plan, Thing } from './thing.ts';

export interface Removed {
  removed: number;
  left: { what: string; why: string }[];
}

/**
 * Removes one resource after the other and shows each step. When one cannot be removed, it goes on with the others.
 * @returns the number of removed resources, and the others with the reason.
 */
export async function removeAll(aws: Aws, { stacks, things }: Plan, signal: AbortSignal): Promise<Removed> {
  const result: Removed = { removed: 0, left: [] };
  const attempt = async ({ kind, name }: Thing, work: (say: (line: string) => void) => Promise<void>) => {
    const what = `${kind} ${name}`;
    if (signal.aborted) return result.left.push({ what, why: 'not started' });
    try {
      await showStep(`Remove the ${what}`, work);
      result.removed++;
    } catch (error) {
      result.left.push({ what, why: reasonOf(error) });
    }
  };
  for (const stack of stacks) await attempt(stack, (say) => removeStack(aws, stack, say));
  for (const thing of things) await attempt(thing, (say) => removeThing(aws, thing, say));
  return result;
}

function reasonOf(error: unknown): string {
  const trouble = troubleOf(error, 'to remove it');
  return trouble.kind === 'denied' ? `${whyDenied(trouble)} (${trouble.message})` : trouble.message;
}
