/** For the tests: the facts of a lab that has all that production needs, with one thing changed. */
import { found, valueOfFixture } from '../broken-facts.ts';
import type {
  DeadLetterQueueFacts,
  Facts,
  FunctionFacts,
  ProductionFacts,
  QueueFacts,
  Seen,
  TriggerFacts,
} from '../facts.ts';
import { readyFacts, readyProduction } from './ready-facts.ts';

type ValueOf<S> = S extends { kind: 'found'; value: infer T } ? T : never;

/** Changes the topic, or the bucket. */
export function changed<Key extends 'topic' | 'bucket'>(
  key: Key,
  change: (value: ValueOf<Facts[Key]>) => Partial<ValueOf<Facts[Key]>>,
): Facts {
  const value = valueOfFixture<ValueOf<Facts[Key]>>(readyFacts[key] as Seen<ValueOf<Facts[Key]>>);
  return { ...readyFacts, [key]: found({ ...value, ...change(value) }) };
}

export function withProduction(part: Partial<ProductionFacts>): Facts {
  return { ...readyFacts, production: { ...readyProduction, ...part } };
}

/** Changes thumbnail-queue. */
export function withQueue(part: Partial<QueueFacts>): Facts {
  const { thumbnail, mobile } = readyFacts.queues;
  return { ...readyFacts, queues: { thumbnail: found({ ...valueOfFixture(thumbnail), ...part }), mobile } };
}

/** Changes the text of its policy. */
export function withQueuePolicy(change: (text: string) => string): Facts {
  const { policy } = valueOfFixture(readyFacts.queues.thumbnail);
  const text = JSON.stringify(policy);
  const other = change(text);
  if (other === text) throw new Error(`That changes nothing in ${text}.`);
  return withQueue({ policy: JSON.parse(other) });
}

/** Changes its dead-letter queue. */
export function withDeadLetters(part: Partial<DeadLetterQueueFacts>): Facts {
  const { thumbnail, mobile } = readyProduction.deadLetterQueues;
  return withProduction({
    deadLetterQueues: { thumbnail: found({ ...valueOfFixture(thumbnail), ...part }), mobile },
  });
}

/** Changes CreateThumbnail. */
export function withFunction(part: Partial<FunctionFacts>): Facts {
  const { thumbnail, mobile } = readyFacts.functions;
  return {
    ...readyFacts,
    functions: { thumbnail: found({ ...valueOfFixture(thumbnail), ...part }), mobile },
  };
}

/** Changes its trigger. */
export function withTrigger(part: Partial<TriggerFacts>): Facts {
  const { triggers } = valueOfFixture(readyFacts.functions.thumbnail);
  return withFunction({ triggers: triggers.map((trigger) => ({ ...trigger, ...part })) });
}

/** Takes away the alarms on a metric. */
export function withoutAlarms(metric: string): Facts {
  const alarms = valueOfFixture(readyProduction.alarms);
  return withProduction({ alarms: found(alarms.filter((alarm) => alarm.metric !== metric)) });
}

/** The policy without the conditions of an operator, such as `ArnLike`. */
export function without(policy: unknown, operator: string): unknown {
  return JSON.parse(JSON.stringify(policy), (key, value) => (key === operator ? undefined : value));
}

export function mayNot(action: string) {
  return { kind: 'unreadable', trouble: { kind: 'denied', action, message: 'Not authorized.' } } as const;
}
