import { GetQueueUrlCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import type { End, Seen } from '../facts.ts';
import { endNames } from '../tasks/ends.ts';
import { see, unlessMissing } from '../trouble.ts';
import { isOfOtherEnd, resembles, suffixOf } from './names.ts';
import { nameOfArn } from './place.ts';
import { absent } from './seen.ts';

/** Where a queue answers: the URL that the endpoint which was asked gives. */
export interface QueuePlace {
  name: string;
  url: string;
}

export interface QueueClues {
  /** What it is called; by default as in the lab. */
  name: string;
  /** Names of the queues that are subscribed to the topic. */
  subscribed: readonly string[];
  /** What NameSuffix added elsewhere: `-two`, or empty. */
  suffix: string;
  /** Names of the queues that trigger the function of this end. */
  triggering: readonly string[];
  /** Finds a queue by its name. */
  byName(name: string): Promise<Seen<QueuePlace>>;
}

/**
 * Finds the queue of an end: the one that is subscribed, by its name; else by its name alone; else, whatever its name, the one
 * that is subscribed and triggers the end's function. What looks like a misspelt name is not taken for it, but named.
 */
export async function findQueue(aws: Aws, end: End, clues: QueueClues): Promise<Seen<QueuePlace>> {
  for (const name of likelyNames(end, clues)) {
    const seen = await clues.byName(name);
    if (seen.kind !== 'absent') return seen;
  }
  const similar = await see('sqs:ListQueues', () => listSimilar(aws, clues.name));
  if (similar.kind !== 'found') return similar;
  const fifo = similar.value.find(({ name }) => name === `${clues.name}.fifo`);
  if (fifo !== undefined) return { kind: 'found', value: fifo };
  const names = new Set([...clues.subscribed, ...similar.value.map(({ name }) => name)]);
  return absent([...names].filter((name) => resembles(name, clues.name)));
}

export function queueByName({ sqs }: Aws) {
  return (name: string): Promise<Seen<QueuePlace>> =>
    see('sqs:GetQueueUrl', async () => {
      const answer = await unlessMissing(sqs.send(new GetQueueUrlCommand({ QueueName: name })));
      return answer?.QueueUrl === undefined ? undefined : { name, url: answer.QueueUrl };
    });
}

function likelyNames(end: End, { name, subscribed, suffix, triggering }: QueueClues): string[] {
  const named = subscribed.filter((one) => suffixOf(one, name) !== undefined);
  const exact = named.filter((one) => one === name);
  const ofSuffix = named.filter((one) => one === `${name}${suffix}`);
  const wired = subscribed.filter(
    (one) =>
      triggering.includes(one) && !resembles(one, endNames[end].queue) && !isOfOtherEnd(one, end, 'queue'),
  );
  return [...new Set([...ofSuffix, ...exact, ...named, `${name}${suffix}`, name, ...wired])];
}

/** Queues of names that begin with the same letter. */
async function listSimilar({ sqs }: Aws, name: string): Promise<QueuePlace[]> {
  const first = name.slice(0, 1);
  const lists = await Promise.all(
    [first.toLowerCase(), first.toUpperCase()].map(async (QueueNamePrefix) => {
      const urls: string[] = [];
      const pages = paginateListQueues({ client: sqs }, { QueueNamePrefix, MaxResults: 1000 });
      for await (const { QueueUrls = [] } of pages) urls.push(...QueueUrls);
      return urls;
    }),
  );
  return lists.flat().map((url) => ({ name: nameOfArn(url), url }));
}
