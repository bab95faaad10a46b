import type { Facts } from '../../account/facts.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import { foundIn } from '../../account/seen.ts';
import {
  deadLetterQueueName,
  functionNameOf,
  isOfLab,
  OUTPUT_NAMES,
  type OutputName,
  queueName,
} from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';

/** The real names of the parts. A part that was not found has the name that the lab expects. */
export interface Layout {
  bucket: string | undefined;
  topic: string | undefined;
  queues: Readonly<Record<OutputName, QueueLayout>>;
  functions: Readonly<Record<OutputName, string>>;
  account: string;
}

interface QueueLayout {
  name: string;
  deadLetters: string;
  maxReceives: number | null;
  /** Whether it names a dead-letter queue. */
  hasDeadLetters: boolean;
}

/** Reads the names from the facts of a grade. */
export function layoutOf(facts: Facts | undefined): Layout {
  return {
    bucket: facts && foundIn(facts.bucket)?.name,
    topic: facts && foundIn(facts.topic)?.name,
    queues: forEach((name) => queueLayout(facts, name)),
    functions: forEach(
      (name) => (facts && isOfLab(name) && foundIn(facts.functions[name])?.name) || functionNameOf(name),
    ),
    account: facts?.account ?? '',
  };
}

function queueLayout(facts: Facts | undefined, name: OutputName): QueueLayout {
  const queue = facts && isOfLab(name) ? foundIn(facts.queues[name]) : undefined;
  const policy = queue?.deadLetters;
  return {
    name: queue?.name ?? queueName(name),
    deadLetters: policy ? nameOfArn(policy.arn) : deadLetterQueueName(name),
    maxReceives: policy?.maxReceives ?? null,
    hasDeadLetters: policy !== null && policy !== undefined,
  };
}

export interface QueuePlace {
  part: 'queue' | 'dead-letters';
  branch: OutputName;
}

/** Which part a queue is, by its ARN or name. */
export function queueIn(layout: Layout, arn: string): QueuePlace | undefined {
  const name = nameOfArn(arn);
  for (const branch of OUTPUT_NAMES) {
    if (layout.queues[branch].name === name) return { part: 'queue', branch };
    if (layout.queues[branch].deadLetters === name) return { part: 'dead-letters', branch };
  }
  return undefined;
}

export function functionIn(layout: Layout, name: string): OutputName | undefined {
  return OUTPUT_NAMES.find((branch) => layout.functions[branch] === name);
}

/** The output in whose folder an object is. */
export function outputIn(key: string): OutputName | undefined {
  return OUTPUT_NAMES.find((branch) => key.startsWith(OUTPUTS[branch].prefix));
}

function forEach<T>(make: (name: OutputName) => T): Record<OutputName, T> {
  // The entries have the keys of the type: every name of the table.
  return Object.fromEntries(OUTPUT_NAMES.map((name) => [name, make(name)])) as Record<OutputName, T>;
}
