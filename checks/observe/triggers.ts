import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventSourceMappingConfiguration,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../aws.ts';
import type { Seen, TriggerFacts } from '../facts.ts';
import { see } from '../trouble.ts';
import { SETTLING_MS } from './settling.ts';

/** The triggers of a function, once they have settled or the patience is over. */
export async function readTriggers(aws: Aws, FunctionName: string): Promise<Seen<readonly TriggerFacts[]>> {
  return see('lambda:ListEventSourceMappings', async () => {
    const deadline = Date.now() + SETTLING_MS;
    for (;;) {
      const triggers = (await listMappings(aws, { FunctionName })).map(triggerFacts);
      if (Date.now() > deadline || triggers.every(({ state }) => !UNSETTLED.has(state))) return triggers;
      await sleep(POLL_MS);
    }
  });
}

const POLL_MS = 1000;
const UNSETTLED = new Set(['Creating', 'Enabling', 'Updating']);

/** Names of the functions that a queue triggers. */
export async function functionsTriggeredBy(aws: Aws, queueArn: string): Promise<Seen<readonly string[]>> {
  return see('lambda:ListEventSourceMappings', async () => {
    const mappings = await listMappings(aws, { EventSourceArn: queueArn });
    // arn:aws:lambda:region:account:function:NAME, maybe with an alias behind it.
    return mappings.flatMap(({ FunctionArn }) => FunctionArn?.split(':')[6] ?? []);
  });
}

async function listMappings(
  { lambda }: Aws,
  of: { FunctionName: string } | { EventSourceArn: string },
): Promise<EventSourceMappingConfiguration[]> {
  const all: EventSourceMappingConfiguration[] = [];
  const pages = paginateListEventSourceMappings({ client: lambda }, of);
  for await (const { EventSourceMappings = [] } of pages) all.push(...EventSourceMappings);
  return all;
}

function triggerFacts(mapping: EventSourceMappingConfiguration): TriggerFacts {
  return {
    id: mapping.UUID ?? '',
    sourceArn: mapping.EventSourceArn ?? '',
    state: mapping.State ?? '',
    batchSize: mapping.BatchSize ?? 10,
    lastResult: mapping.LastProcessingResult ?? '',
    filters: (mapping.FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => Pattern ?? []),
    partialResponses: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? null,
  };
}
