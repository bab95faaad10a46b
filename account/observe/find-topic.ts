import { absent, found, type Seen } from '../seen.ts';
import { resembles, TOPIC_PREFIX } from './names.ts';
import { arnOf, nameOfArn, type Place } from './place.ts';

/** Tells the lab's topic from other topics with a similar name. */
export interface Wiring {
  /** Tells whether queues are subscribed to the topic. */
  hasQueues(topicArn: string): Promise<boolean>;
  /** The ARNs of the topics that the buckets notify. */
  notified(): Promise<ReadonlySet<string>>;
}

/**
 * Finds the ARN of the lab's topic by its name. When several topics match, it is the connected one.
 * @param arns of all topics.
 */
export async function findTopic(arns: Seen<readonly string[]>, wiring: Wiring): Promise<Seen<string>> {
  if (arns.kind !== 'found') return arns;
  const named = arns.value.filter((arn) => nameOfArn(arn).startsWith(TOPIC_PREFIX));
  const [first, second] = named;
  if (first === undefined) {
    return absent(arns.value.map(nameOfArn).filter((name) => resembles(name, TOPIC_PREFIX)));
  }
  return second === undefined ? found(first) : choose(named, wiring);
}

/** Returns the ARN of the topic that `--topic` names. */
export function givenTopic(place: Place, topic: string): string {
  return topic.startsWith('arn:') ? topic : arnOf(place, 'sns', topic);
}

async function choose(named: readonly string[], wiring: Wiring): Promise<Seen<string>> {
  const withQueues = await Promise.all(named.map(wiring.hasQueues));
  const subscribed = narrow(named, (arn) => withQueues[named.indexOf(arn)] === true);
  // When one topic is left, the buckets need not be read.
  const notified = subscribed.length === 1 ? new Set<string>() : await wiring.notified();
  const wired = narrow(subscribed, (arn) => notified.has(arn));
  const [first, second] = wired;
  if (first !== undefined && second === undefined) return found(first);
  return { kind: 'ambiguous', candidates: wired.map(nameOfArn), flag: '--topic' };
}

/** Keeps the ARNs for which the condition holds, or all of them when it holds for none. */
function narrow(arns: readonly string[], holds: (arn: string) => boolean): readonly string[] {
  const left = arns.filter(holds);
  return left.length === 0 ? arns : left;
}
