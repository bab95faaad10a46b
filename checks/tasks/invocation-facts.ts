/** What happened to the picture that the grader followed, for the steps that judge by it. */

import type { Facts, InvocationFacts, JourneyEnd, QueueFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { isPolling } from '../../account/trigger-states.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';

export function journeyEnd({ journey }: Facts, end: LabOutput): JourneyEnd | undefined {
  return foundIn(journey)?.ends[end];
}

/** The invocation that the upload caused. */
export function invocationOf(facts: Facts, end: LabOutput): InvocationFacts | undefined {
  const seen = journeyEnd(facts, end)?.invocation;
  return seen && foundIn(seen);
}

/**
 * The invocation that the upload caused through a queue. Triggers can be swapped, so the function of the other end may
 * receive from it. Facts of an older grader do not contain the queue's consumers.
 */
export function invocationBy(
  { consumers }: QueueFacts,
  facts: Facts,
  end: LabOutput,
): InvocationFacts | undefined {
  const all = consumers && foundIn(consumers);
  if (all === undefined) return invocationOf(facts, end);
  const takes = (name: string | undefined) =>
    all.some(({ functionName, state }) => functionName === name && isPolling(state));
  const taking = LAB_OUTPUT_NAMES.find((one) => takes(foundIn(facts.functions[one])?.name));
  return taking && invocationOf(facts, taking);
}
