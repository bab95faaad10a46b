/** For the tests: the facts of a lab in which all is right, with one thing changed. */
import type {
  BucketFacts,
  End,
  Facts,
  FunctionFacts,
  JourneyEnd,
  QueueFacts,
  RoleFacts,
  Seen,
  SubscriptionFacts,
  TopicFacts,
} from './facts.ts';
import { allRightFacts } from './report/fixtures.ts';

export const ABSENT = { kind: 'absent' } as const;

export function found<T>(value: T): Seen<T> {
  return { kind: 'found', value };
}

function change<T>(seen: Seen<T>, part: Partial<T>): Seen<T> {
  if (seen.kind !== 'found') throw new Error('There is nothing to change.');
  return found({ ...seen.value, ...part });
}

export function valueOfFixture<T>(seen: Seen<T>): T {
  if (seen.kind !== 'found') throw new Error('The fixture lacks it.');
  return seen.value;
}

const right = allRightFacts;

export const rightTopic = valueOfFixture(right.topic);
export const rightBucket = valueOfFixture(right.bucket);

export function withTopic(part: Partial<TopicFacts>): Facts {
  return { ...right, topic: change(right.topic, part) };
}

/** Changes the subscription of a queue. */
export function withSubscription(end: End, part: Partial<SubscriptionFacts>): Facts {
  const { arn } = valueOfFixture(right.queues[end]);
  const subscriptions = rightTopic.subscriptions.map((subscription) =>
    subscription.endpoint === arn ? { ...subscription, ...part } : subscription,
  );
  return withTopic({ subscriptions });
}

export function withQueue(end: End, part: Partial<QueueFacts>): Facts {
  return { ...right, queues: { ...right.queues, [end]: change(right.queues[end], part) } };
}

export function withBucket(part: Partial<BucketFacts>): Facts {
  return { ...right, bucket: change(right.bucket, part) };
}

export function withRole(role: 'custom' | 'lab', part: Partial<RoleFacts>): Facts {
  return { ...right, roles: { ...right.roles, [role]: change(right.roles[role], part) } };
}

export function withFunction(end: End, part: Partial<FunctionFacts>): Facts {
  return { ...right, functions: { ...right.functions, [end]: change(right.functions[end], part) } };
}

export function withTrigger(end: End, part: Partial<FunctionFacts['triggers'][number]>): Facts {
  const { triggers } = valueOfFixture(right.functions[end]);
  return withFunction(end, { triggers: triggers.map((trigger) => ({ ...trigger, ...part })) });
}

export function withJourney(end: End, part: Partial<JourneyEnd>): Facts {
  const journey = valueOfFixture(right.journey);
  const ends = { ...journey.ends, [end]: { ...journey.ends[end], ...part } };
  return { ...right, journey: found({ ...journey, ends }) };
}

export function withInvocation(
  end: End,
  part: Partial<ReturnType<typeof rightInvocation>>,
  output: JourneyEnd['output'] = ABSENT,
): Facts {
  return withJourney(end, { invocation: found({ ...rightInvocation(end), ...part }), output });
}

function rightInvocation(end: End) {
  return valueOfFixture(valueOfFixture(right.journey).ends[end].invocation);
}

export function withOutput(end: End, part: Partial<ReturnType<typeof rightOutput>>): Facts {
  return withJourney(end, { output: found({ ...rightOutput(end), ...part }) });
}

function rightOutput(end: End) {
  return valueOfFixture(valueOfFixture(right.journey).ends[end].output);
}

/** Facts in which a step fails by itself, and what its hint says. */
export interface Broken {
  step: string;
  name: string;
  facts: Facts;
  hint: RegExp;
}
