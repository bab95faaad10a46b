import type { Aws } from '../../checks/aws.ts';
import { troubleOf } from '../../checks/trouble.ts';
import { showStep } from '../../local/progress.ts';
import { removeThing } from './remove.ts';
import { removeStack } from './remove-stack.ts';
import type { Plan, Thing } from './thing.ts';

export interface Removed {
  removed: number;
  left: { what: string; why: string }[];
}

/** Removes one thing after the other, each shown; what does not go is told, and the others still go. */
export async function removeAll(aws: Aws, { stacks, things }: Plan, signal: AbortSignal): Promise<Removed> {
  const result: Removed = { removed: 0, left: [] };
  const attempt = async ({ kind, name }: Thing, work: (say: (line: string) => void) => Promise<void>) => {
    const what = `${kind} ${name}`;
    if (signal.aborted) return result.left.push({ what, why: 'not begun' });
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
  const { kind, action, message } = troubleOf(error, 'to remove it');
  return kind === 'denied' ? `these credentials lack the permission ${action} (${message})` : message;
}
