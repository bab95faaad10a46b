import type { Facts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import type { LabOutput } from '../../lab/output-names.ts';

/** Explains a missing message when the queue's delivery delay is longer than the grader waited. */
export function heldBack({ queues }: Facts, end: LabOutput, waitedMs: number): string | undefined {
  const { name, delaySeconds = 0 } = foundIn(queues[end]) ?? {};
  return delaySeconds * 1000 >= waitedMs && delaySeconds > 0
    ? `${name} delays every message by ${delaySeconds} s. See the queue's Delivery delay.`
    : undefined;
}
