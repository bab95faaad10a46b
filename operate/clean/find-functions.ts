import {
  type EventSourceMappingConfiguration,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import type { Discovered } from '../../account/observe/discover.ts';
import type { BareFunction } from '../../account/observe/function.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import { see } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Judged } from './find-by-hand.ts';
import { mustSee } from './must-see.ts';
import { isLabsName } from './names.ts';

interface NamesOfLab {
  /** Names of the lab's queues. */
  queues: readonly string[];
  /** The suffix of all names of the lab. */
  suffix: string;
}

/**
 * Finds the lab's functions, and all triggers of these functions and of the lab's queues. The name of a function is not
 * enough. The function must also have a queue, a role or a handler of the lab.
 */
export async function findFunctions(aws: Aws, { functions }: Discovered, lab: NamesOfLab): Promise<Judged[]> {
  const { queues, suffix } = lab;
  const found = Object.values(functions).flatMap((seen) => mustSee(seen) ?? []);
  const mappings = mustSee(await see('lambda:ListEventSourceMappings', () => listMappings(aws))) ?? [];
  const judged = found.map((one): Judged => {
    const ours = isLabsName('function', one.name, suffix) && speaksForIt(one, mappings, lab);
    return { kind: 'function', name: one.name, id: one.name, ours };
  });
  const own = new Set(judged.filter(({ ours }) => ours).map(({ name }) => name));
  const triggers = mappings
    .map((mapping) => ({ mapping, from: nameOfArn(mapping.EventSourceArn ?? ''), to: functionOf(mapping) }))
    .filter(({ from, to }) => queues.includes(from) || own.has(to))
    .map(
      ({ mapping: { UUID = '' }, from, to }): Judged => ({
        kind: 'trigger',
        name: `${from} → ${to}`,
        id: UUID,
        ours: true,
      }),
    );
  return [...triggers, ...judged];
}

function speaksForIt(
  { name, roleArn, handler }: BareFunction,
  mappings: readonly EventSourceMappingConfiguration[],
  { queues, suffix }: NamesOfLab,
): boolean {
  const isTriggered = mappings.some(
    (mapping) => functionOf(mapping) === name && queues.includes(nameOfArn(mapping.EventSourceArn ?? '')),
  );
  const hasLabsHandler =
    handler?.endsWith('.handler') === true && isLabsName('function', handler.replace('.handler', ''), '');
  return isTriggered || hasLabsHandler || isLabsName('role', nameOfArn(roleArn), suffix);
}

/** Returns NAME from arn:aws:lambda:region:account:function:NAME. An alias can follow the name. */
function functionOf({ FunctionArn = '' }: EventSourceMappingConfiguration): string {
  return FunctionArn.split(':')[6] ?? FunctionArn;
}

async function listMappings({ lambda }: Aws): Promise<EventSourceMappingConfiguration[]> {
  const all: EventSourceMappingConfiguration[] = [];
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client: lambda }, {})) {
    all.push(...EventSourceMappings.filter(({ State }) => State !== 'Deleting'));
  }
  return all;
}
