import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { found } from '../seen.ts';
import { findTopic, givenTopic } from './find-topic.ts';

const arnOf = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;

interface Wired {
  withQueues?: readonly string[];
  notified?: readonly string[];
}

function find(names: readonly string[], { withQueues = [], notified = [] }: Wired = {}) {
  return findTopic(found(names.map(arnOf)), {
    hasQueues: async (arn) => withQueues.map(arnOf).includes(arn),
    notified: async () => new Set(notified.map(arnOf)),
  });
}

const [first, second] = ['resize-image-topic-1111', 'resize-image-topic-2222'] as const;

describe('the topic', () => {
  it('is found by its name', async () => {
    assert.deepEqual(await find(['alarms', first]), found(arnOf(first)));
  });

  it('is the one with subscribed queues when there are several', async () => {
    assert.deepEqual(await find([first, second], { withQueues: [second] }), found(arnOf(second)));
  });

  it('is the one that a bucket notifies when there are several', async () => {
    assert.deepEqual(await find([first, second], { notified: [first] }), found(arnOf(first)));
    const withQueues = [first, second];
    assert.deepEqual(await find(withQueues, { withQueues, notified: [second] }), found(arnOf(second)));
  });

  it('is not guessed when several look the same', async () => {
    const expected = { kind: 'ambiguous', candidates: [first, second], flag: '--topic' };
    assert.deepEqual(await find([first, second]), expected);
  });

  it('is absent when no name matches, and similar names are reported', async () => {
    assert.deepEqual(await find(['alarms', 'resize-image-topic']), {
      kind: 'absent',
      near: ['resize-image-topic'],
    });
    assert.deepEqual(await find(['alarms']), { kind: 'absent' });
  });

  it('can be given by its name or its ARN', () => {
    const place = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };
    assert.equal(givenTopic(place, 'pictures'), arnOf('pictures'));
    assert.equal(givenTopic(place, arnOf('pictures')), arnOf('pictures'));
  });
});
