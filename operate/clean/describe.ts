import type { Aws } from '../../checks/aws.ts';
import { nameOfArn } from '../../checks/observe/place.ts';
import type { QueuePlace } from '../../checks/observe/queue.ts';
import { countMessages } from '../../checks/probe/queue-search.ts';
import type { BucketContent } from './bucket-content.ts';
import type { Thing } from './thing.ts';

/** A queue, with how many messages are in it. */
export async function queueThing(aws: Aws, { name, url }: QueuePlace): Promise<Thing> {
  const { arrived, delayed } = await countMessages(aws, url);
  return { kind: 'queue', name, id: url, holds: plural(arrived + delayed, 'message') };
}

export function bucketThing(name: string, { objects, bytes, deleteMarkers }: BucketContent): Thing {
  const markers = deleteMarkers === 0 ? '' : `, ${plural(deleteMarkers, 'delete marker')}`;
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  return { kind: 'bucket', name, id: name, holds: `${plural(objects, 'object')}, ${size}${markers}` };
}

export function topicThing(arn: string): Thing {
  return { kind: 'topic', name: nameOfArn(arn), id: arn };
}

export function plural(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
