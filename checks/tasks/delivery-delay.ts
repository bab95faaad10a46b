import type { End, Facts } from '../facts.ts';
import { foundIn } from './found.ts';

/** Why a message has not come yet, when its queue holds all of them back for longer than was waited. */
export function heldBack({ queues }: Facts, end: End, waitedMs: number): string | undefined {
  const { name, delaySeconds = 0 } = foundIn(queues[end]) ?? {};
  return delaySeconds * 1000 >= waitedMs && delaySeconds > 0
    ? `${name} holds every message back for ${delaySeconds} s: see its Delivery delay.`
    : undefined;
}
