import type { Place } from '../../account/observe/place.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import type { ListedLetter, ListedQueue } from './listing.ts';

/** Returns the listing as JSON for other programs. New versions only add properties. Times are ISO 8601 in UTC. */
export function listingAsJson(
  { region }: Place,
  queues: readonly ListedQueue[],
  notes: readonly string[],
): object {
  return {
    schemaVersion: 1,
    region,
    queues: queues.map(({ queue, letters, about, inWork }) => ({
      name: queue.name,
      of: queue.sources.map(({ name }) => name),
      about,
      messages: letters.map(letterAsJson),
      inWork: inWork.map(({ source, messages, until }) => ({
        queue: source.name,
        messages,
        until: until === undefined ? null : new Date(until).toISOString(),
      })),
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
