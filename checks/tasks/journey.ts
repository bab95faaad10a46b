/** What became of the picture that was followed, for the steps that go by what happened. */
import type { End, Facts, InvocationFacts, JourneyEnd } from '../facts.ts';
import { foundIn } from './found.ts';

export function journeyEnd({ journey }: Facts, end: End): JourneyEnd | undefined {
  return foundIn(journey)?.ends[end];
}

/** The invocation that the upload caused. */
export function invocationOf(facts: Facts, end: End): InvocationFacts | undefined {
  const seen = journeyEnd(facts, end)?.invocation;
  return seen && foundIn(seen);
}
