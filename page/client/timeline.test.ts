import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BEGIN,
  fixtureChanges,
  fixturePart,
  fixtureSnapshot,
  fixtureToken,
} from '../../test/fixtures/page-state.ts';
import type { ChangeContent } from '../change.ts';
import { createTimeline, MOST_CHANGES } from './timeline.ts';

function published(count: number): ChangeContent {
  return { type: 'part', part: fixturePart('topic', { counts: { published: count } }) };
}

function published1ToN(count: number) {
  return fixtureChanges(Array.from({ length: count }, (_, index) => published(index + 1)));
}

describe('the timeline of the page', () => {
  it('shows each change after the one before it', () => {
    const timeline = createTimeline(fixtureSnapshot());
    for (const change of published1ToN(3)) timeline.append(change);
    assert.equal(timeline.shown().parts.topic.counts.published, undefined);
    timeline.forward();
    assert.equal(timeline.shown().parts.topic.counts.published, 1);
    assert.equal(timeline.newest().parts.topic.counts.published, 3);
    assert.equal(timeline.timeAt(1), BEGIN + 1000);
  });

  it('shows any earlier state', () => {
    const timeline = createTimeline(fixtureSnapshot());
    for (const change of published1ToN(1000)) timeline.append(change);
    for (const position of [1000, 1, 199, 200, 201, 777, 0]) {
      timeline.seek(position);
      assert.equal(timeline.position(), position);
      assert.equal(timeline.shown().parts.topic.counts.published ?? 0, position);
    }
  });

  it('notices that changes are missing, and ignores those that come twice', () => {
    const timeline = createTimeline(fixtureSnapshot());
    const [first, second, third] = published1ToN(3);
    assert.ok(first && second && third);
    assert.deepEqual([first, first, third, second].map(timeline.append), [true, true, false, true]);
    assert.equal(timeline.length(), 2);
  });

  it('forgets the oldest changes, and still shows the right states', () => {
    const timeline = createTimeline(fixtureSnapshot());
    const changes = published1ToN(3 * MOST_CHANGES);
    for (const change of changes) {
      timeline.append(change);
      timeline.forward();
      assert.ok(timeline.length() <= MOST_CHANGES);
    }
    assert.equal(timeline.shown().parts.topic.counts.published, 3 * MOST_CHANGES);
    timeline.seek(timeline.length() - 350);
    assert.equal(timeline.shown().parts.topic.counts.published, 3 * MOST_CHANGES - 350);
    timeline.seek(0);
    assert.equal(timeline.shown().parts.topic.counts.published, 3 * MOST_CHANGES - timeline.length());
  });

  it('counts the moves that are still to be shown', () => {
    const timeline = createTimeline(fixtureSnapshot());
    const move: ChangeContent = { type: 'move', tokenId: 't', from: 'bucket', to: 'topic', hopId: null };
    const token: ChangeContent = { type: 'token', token: fixtureToken('t', 'bucket') };
    for (const change of fixtureChanges([token, move, published(1), move])) timeline.append(change);
    const counts = [timeline.movesAhead()];
    for (let shown = 0; shown < 4; shown++) {
      timeline.forward();
      counts.push(timeline.movesAhead());
    }
    assert.deepEqual(counts, [2, 2, 1, 1, 0]);
    timeline.seek(1);
    assert.equal(timeline.movesAhead(), 2);
  });
});
