import type { Place } from '../../checks/observe/place.ts';
import { nameOfArn } from '../../checks/observe/place.ts';
import type { ListedLetter, ListedQueue } from './listing.ts';

/** The listing for other programs: it only ever grows. Times are ISO 8601 in UTC. */
export function listingAsJson(
  { region }: Place,
  queues: readonly ListedQueue[],
  notes: readonly string[],
): object {
  return {
    schemaVersion: 1,
    region,
    queues: queues.map(({ queue, letters, about }) => ({
      name: queue.name,
      of: queue.sources.map(({ name }) => name),
      about,
      messages: letters.map(letterAsJson),
    })),
    notes,
  };
}

function letterAsJson({ messageId, content, sentAt, receiveCount, movedFrom, reason }: ListedLetter): object {
  return {
    messageId,
    content,
    sentAt: new Date(sentAt).toISOString(),
    receiveCount,
    movedFrom: movedFrom === undefined ? null : nameOfArn(movedFrom),
    reason,
  };
}
