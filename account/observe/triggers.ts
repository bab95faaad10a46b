import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventSourceMappingConfiguration,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import type { ConsumerFacts, TriggerFacts } from '../facts.ts';
import { type Seen, see } from '../seen.ts';
import { SETTLING_MS } from './settling.ts';

/** Reads the triggers of a function. It waits until they have left a pending state, for at most `SETTLING_MS`. */
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

/** Lists the functions that a queue triggers, whatever the state of their triggers. */
export async function readConsumers(aws: Aws, queueArn: string): Promise<Seen<readonly ConsumerFacts[]>> {
  return see('lambda:ListEventSourceMappings', async () => {
    const mappings = await listMappings(aws, { EventSourceArn: queueArn });
    return mappings.flatMap(({ FunctionArn, State = '' }) => {
      // arn:aws:lambda:region:account:function:NAME, which an alias can follow.
      const functionName = FunctionArn?.split(':')[6];
      return functionName === undefined ? [] : [{ functionName, state: State }];
    });
  });
}

async function listMappings(
  { lambda }: Aws,
  of: { FunctionName: string } | { EventSourceArn: string },
): Promise<EventSourceMappingConfiguration[]> {
  const all: EventSourceMappingConfiguration[] = [];
  const pages = paginateListEventSourceMappings({ client: lambda }, of);
  for await (const { EventSourceMappings = [] } of firstPages(pages)) all.push(...EventSourceMappings);
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
