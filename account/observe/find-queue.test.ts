import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { found } from '../seen.ts';
import { findQueue, type QueueClues } from './find-queue.ts';

const placeOf = (name: string) => ({ name, url: `https://sqs/111122223333/${name}` });

/** @param names of the account's queues. */
function find(names: readonly string[], clues: Partial<QueueClues> = {}) {
  return findQueue('thumbnail', {
    name: 'thumbnail-queue',
    subscribed: [],
    suffix: '',
    triggering: [],
    byName: async (name) => (names.includes(name) ? found(placeOf(name)) : { kind: 'absent' }),
    similar: async () => found(names.filter((name) => /^t/i.test(name)).map(placeOf)),
    ...clues,
  });
}

describe('the queue', () => {
  it('is found by its name, subscribed or not', async () => {
    const names = ['thumbnail-queue', 'thumbnail-queue-dead', 'mobile-queue'];
    assert.deepEqual(await find(names), found(placeOf('thumbnail-queue')));
    assert.deepEqual(await find(names, { subscribed: ['archive'] }), found(placeOf('thumbnail-queue')));
  });

  it('is the one with a suffix when that one is subscribed', async () => {
    const names = ['thumbnail-queue', 'thumbnail-queue-two'];
    const seen = await find(names, {
      subscribed: ['mobile-queue-two', 'thumbnail-queue-two'],
      suffix: '-two',
    });
    assert.deepEqual(seen, found(placeOf('thumbnail-queue-two')));
  });

  it('is the one with a suffix when the topic has that suffix', async () => {
    assert.deepEqual(
      await find(['thumbnail-queue-two'], { suffix: '-two' }),
      found(placeOf('thumbnail-queue-two')),
    );
  });

  it('can have any name when it is subscribed and triggers the function', async () => {
    const clues = { subscribed: ['mobile-queue', 'small-pictures'], triggering: ['small-pictures'] };
    assert.deepEqual(await find(['mobile-queue', 'small-pictures'], clues), found(placeOf('small-pictures')));
  });

  it('is not the queue of the other output, even when that one triggers the function', async () => {
    const clues = { subscribed: ['mobile-queue'], triggering: ['mobile-queue'] };
    assert.deepEqual(await find(['mobile-queue'], clues), { kind: 'absent' });
  });

  it('is absent when its name is misspelt, and the misspelt one is named', async () => {
    const clues = { subscribed: ['thumbnails-queue'], triggering: ['thumbnails-queue'] };
    const near = { kind: 'absent', near: ['thumbnails-queue'] };
    assert.deepEqual(await find(['thumbnails-queue'], clues), near);
    assert.deepEqual(await find(['thumbnails-queue', 'tests']), near);
  });

  it('is found even when it is a FIFO queue', async () => {
    assert.deepEqual(await find(['thumbnail-queue.fifo']), found(placeOf('thumbnail-queue.fifo')));
  });

  it('is absent when only its subscription still exists', async () => {
    assert.deepEqual(await find([], { subscribed: ['thumbnail-queue-two'] }), {
      kind: 'absent',
      near: ['thumbnail-queue-two'],
    });
  });

  it('is unreadable when the queues cannot be listed', async () => {
    const trouble = { kind: 'denied', action: 'sqs:ListQueues', message: 'no' } as const;
    const unreadable = { kind: 'unreadable', trouble } as const;
    assert.deepEqual(await find([], { similar: async () => unreadable }), unreadable);
  });
});
