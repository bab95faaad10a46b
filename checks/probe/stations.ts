import { paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import { ENDS, type End, type Seen } from '../facts.ts';
import type { Observed } from '../observe/observe.ts';
import { foundIn } from '../tasks/found.ts';
import { see } from '../trouble.ts';

/** A function, and where it logs. */
export interface Worker {
  name: string;
  logGroup: string;
}

/** What there is at one end of the pipeline, to look at what the probe sends. */
export interface Station {
  end: End;
  queue: Seen<QueueAddress>;
  /** Takes what is in the queue; null: nobody does, and it stays there. */
  consumer: Seen<Worker | null>;
  /** The function of this end, or else the queue's consumer: its log tells of the picture. */
  worker: Worker | undefined;
}

export interface QueueAddress {
  name: string;
  /** How many messages it held before. */
  messagesBefore: number;
  /** As this endpoint gives it: the SDK sends to its host. */
  url: string;
}

export async function findStation(aws: Aws, observed: Observed, end: End): Promise<Station> {
  const seen = observed.queues[end];
  const own = foundIn(observed.functions[end]);
  if (seen.kind !== 'found') return { end, queue: seen, consumer: seen, worker: own };
  const { arn, name, messages: messagesBefore } = seen.value;
  const [queue, consumer] = await Promise.all([
    see('sqs:GetQueueUrl', async () => {
      const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
      return QueueUrl === undefined ? undefined : { name, messagesBefore, url: QueueUrl };
    }),
    findConsumer(aws, observed, arn),
  ]);
  return { end, queue, consumer, worker: own ?? foundIn(consumer) ?? undefined };
}

/** It need not be the function of the same end: triggers can be swapped, and functions misspelt. */
async function findConsumer(aws: Aws, observed: Observed, queueArn: string): Promise<Seen<Worker | null>> {
  const functions = ENDS.flatMap((end) => foundIn(observed.functions[end]) ?? []);
  const known = functions.find(({ triggers }) =>
    triggers.some(({ sourceArn, state }) => sourceArn === queueArn && isPolling(state)),
  );
  if (known) return { kind: 'found', value: known };
  return see('lambda:ListEventSourceMappings', async () => {
    const pages = paginateListEventSourceMappings({ client: aws.lambda }, { EventSourceArn: queueArn });
    for await (const { EventSourceMappings = [] } of pages) {
      const polling = EventSourceMappings.find(({ State }) => isPolling(State));
      // arn:aws:lambda:region:account:function:NAME, maybe with an alias behind it.
      const name = polling?.FunctionArn?.split(':')[6];
      if (name !== undefined) return { name, logGroup: `/aws/lambda/${name}` };
    }
    return null;
  });
}

function isPolling(state = ''): boolean {
  return !['Disabled', 'Disabling', 'Deleting'].includes(state);
}
