import type { Facts } from '../account/facts.ts';
import { foundIn } from '../account/seen.ts';
import { labParts } from '../lab/ends.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../lab/output-names.ts';

/**
 * A clause about something that happened although a failed step says that it cannot. Roles are left out, because a warm
 * function keeps its former permissions for a while.
 * @returns undefined when nothing contradicts the step.
 */
export function disagreement(facts: Facts, id: string): string | undefined {
  if (id === '3.1.publish') return LAB_OUTPUT_NAMES.map((end) => pictureSeen(facts, end)).find(Boolean);
  for (const end of LAB_OUTPUT_NAMES) {
    if (id === `${labParts[end].queueTask}.policy`) return messageSeen(facts, end) ?? pictureSeen(facts, end);
  }
  return undefined;
}

function messageSeen({ message }: Facts, end: LabOutput): string | undefined {
  const arrival = foundIn(message)?.arrivals[end].kind;
  return arrival === 'arrived' ? `a test message did arrive at ${labParts[end].queue}` : undefined;
}

/** The log names the picture, or there is an output with its name. */
function pictureSeen(facts: Facts, end: LabOutput): string | undefined {
  const journey = foundIn(facts.journey);
  if (journey?.by !== 'probe') return undefined;
  const invocation = foundIn(journey.ends[end].invocation);
  if (invocation?.namesUpload) return `${labParts[end].functionName} did receive a test picture`;
  return outputSeen(facts, end);
}

function outputSeen({ journey }: Facts, end: LabOutput): string | undefined {
  const seen = foundIn(journey);
  if (seen?.by !== 'probe' || seen.ends[end].output.kind !== 'found') return undefined;
  return `the output of a test picture did appear in ${end}/`;
}
