import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import type { QueueFacts } from '../facts.ts';
import type { Observed } from '../observe/observe.ts';
import { foundIn, type Seen, see } from '../seen.ts';
import { isPolling } from '../trigger-states.ts';

/** A function and its log group. */
export interface Worker {
  name: string;
  logGroup: string;
  /** Zero means that the function is switched off. */
  reservedConcurrency?: number | null;
}

/** One output of the pipeline, with the places where the probe looks. */
export interface Station {
  end: LabOutput;
  queue: Seen<QueueAddress>;
  /** The function that takes messages from the queue; null when there is none, so that messages stay in it. */
  consumer: Seen<Worker | null>;
  /** The function of this output, or else the queue's consumer. Its log tells what happened to the picture. */
  worker: Worker | undefined;
}

export interface QueueAddress {
  name: string;
  /** How many messages the queue held before. */
  messagesBefore: number;
  /** The URL that this endpoint returned. The SDK sends requests to its host. */
  url: string;
}

export async function findStation(aws: Aws, observed: Observed, end: LabOutput): Promise<Station> {
  const seen = observed.queues[end];
  const own = foundIn(observed.functions[end]);
  if (seen.kind !== 'found') return { end, queue: seen, consumer: seen, worker: own };
  const { name, messages: messagesBefore } = seen.value;
  const queue = await see('sqs:GetQueueUrl', async () => {
    const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    return QueueUrl === undefined ? undefined : { name, messagesBefore, url: QueueUrl };
  });
  const consumer = findConsumer(observed, seen.value, own?.name);
  return { end, queue, consumer, worker: own ?? foundIn(consumer) ?? undefined };
}

/** The consumer can be another function: triggers can be swapped, and functions can be misspelt. */
function findConsumer(
  { functions }: Observed,
  { consumers = NO_CONSUMERS }: QueueFacts,
  ownName: string | undefined,
): Seen<Worker | null> {
  if (consumers.kind !== 'found') return consumers;
  const names = consumers.value.flatMap(({ functionName, state }) => (isPolling(state) ? functionName : []));
  const name = names.find((one) => one === ownName) ?? names[0];
  if (name === undefined) return { kind: 'found', value: null };
  const known = LAB_OUTPUT_NAMES.flatMap((end) => foundIn(functions[end]) ?? []).find(
    (one) => one.name === name,
  );
  return { kind: 'found', value: known ?? { name, logGroup: `/aws/lambda/${name}` } };
}

const NO_CONSUMERS: NonNullable<QueueFacts['consumers']> = { kind: 'found', value: [] };
