import { countMessages } from '../../account/follow/queue-search.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import type { QueuePlace } from '../../account/observe/queue.ts';
import type { Aws } from '../../aws/clients.ts';
import { inWords } from '../../lab/output-names.ts';
import { type BucketContent, LAB_FOLDERS } from './bucket-content.ts';
import type { Thing } from './thing.ts';

/** Describes a queue with the number of its messages. */
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

/** Explains why a bucket stays. @param subject begins the sentence. @param count number of foreign objects. */
export function foreignObjects(subject: string, count: number, first: string | undefined): string {
  return `${subject} holds ${plural(count, 'object')} outside ${inWords(LAB_FOLDERS)}, such as ${first}. Delete them, or add --bucket-with-everything`;
}

export function plural(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
