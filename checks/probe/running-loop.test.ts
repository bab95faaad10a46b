import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namePicture } from '../../account/follow/picture-name.ts';
import type { Version } from './remove-objects.ts';
import { findRunningLoop } from './running-loop.ts';

const NOON = Date.parse('2026-11-27T12:00:00.000Z');
const observed = [{ key: 'ingest/cat.jpg', at: new Date(NOON).toISOString() }];

function version(Key: string, afterMs: number, eTag: string): Version {
  return { id: Key, Key, VersionId: 'null', Size: 9, eTag, at: NOON + afterMs, isDeleted: false };
}

describe('a loop that is already running', () => {
  const output = version('thumbnail/x.jpg', 3000, 'small');

  it('is found by a copy of an output that has just appeared', () => {
    const found = findRunningLoop([output, version('ingest/x.jpg', 3400, 'small')], observed);
    assert.deepEqual(found, [{ key: 'ingest/x.jpg', width: 0, height: 0, end: 'thumbnail' }]);
  });

  for (const [what, one] of [
    ['another upload', version('ingest/dog.jpg', 3400, 'large')],
    ['an earlier object', version('ingest/cat.jpg', 0, 'small')],
    ['a thumbnail that is uploaded again later', version('ingest/x.jpg', 60_000, 'small')],
    ['a copy elsewhere', version('archive/x.jpg', 3400, 'small')],
    ["the probe's own picture", version(namePicture().key, 3400, 'small')],
  ] as const) {
    it(`is not ${what}`, () => assert.deepEqual(findRunningLoop([output, one], observed), []));
  }
});
