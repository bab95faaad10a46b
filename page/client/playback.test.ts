import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BEGIN,
  fixtureChanges,
  fixtureSnapshot,
  fixtureToken,
  fixtureUpload,
  quietPageState,
} from '../../test/fixtures/page-state.ts';
import type { ChangeContent } from '../change.ts';
import type { PartId, Question } from '../state.ts';
import { createPlayback, FLIGHT_MS, type PlaybackSettings, RUSH_FROM, STAGGER_MS } from './playback.ts';
import { createTimeline } from './timeline.ts';

const normal: PlaybackSettings = { paused: false, speed: 1, motion: true, questions: true };

function moved(tokenId: string, from: PartId, to: PartId): ChangeContent[] {
  return [
    { type: 'move', tokenId, from, to, hopId: null },
    { type: 'token', token: fixtureToken(tokenId, to) },
  ];
}

function play(contents: readonly ChangeContent[], tokens: readonly string[] = ['a', 'b']) {
  const all = Object.fromEntries(tokens.map((id) => [id, fixtureToken(id, 'bucket')]));
  const timeline = createTimeline(fixtureSnapshot(quietPageState({ tokens: all })));
  for (const change of fixtureChanges(contents)) timeline.append(change);
  return { timeline, playback: createPlayback(timeline) };
}

describe('the playback of the page', () => {
  it('starts moves in the real order, one after the other', () => {
    const contents = [...moved('a', 'bucket', 'topic'), ...moved('b', 'bucket', 'topic')];
    const { playback } = play(contents);
    playback.advance(0, normal);
    assert.deepEqual(
      playback.flights().map(({ tokenId }) => tokenId),
      ['a'],
    );
    playback.advance(STAGGER_MS, normal);
    assert.deepEqual(
      playback.flights().map(({ tokenId }) => tokenId),
      ['a', 'b'],
    );
  });

  it('lets a message arrive before it moves on', () => {
    const { playback, timeline } = play([
      ...moved('a', 'bucket', 'topic'),
      ...moved('a', 'topic', 'queue:mobile'),
    ]);
    playback.advance(0, normal);
    playback.advance(FLIGHT_MS - 1, normal);
    assert.equal(timeline.shown().tokens.a?.at, 'topic');
    playback.advance(FLIGHT_MS, normal);
    assert.equal(playback.flights()[0]?.to, 'queue:mobile');
  });

  it('shows the end of an upload when its messages have arrived', () => {
    const upload = fixtureUpload('u', { state: 'done' });
    const { playback, timeline } = play([
      ...moved('a', 'function:mobile', 'output:mobile'),
      { type: 'upload', upload },
    ]);
    playback.advance(0, normal);
    assert.equal(timeline.shown().uploads.length, 0);
    playback.advance(FLIGHT_MS, normal);
    assert.equal(timeline.shown().uploads[0]?.state, 'done');
  });

  it('counts messages instead of drawing them when there are too many', () => {
    const names = Array.from({ length: 200 }, (_, index) => `m${index}`);
    const { playback, timeline } = play(
      names.flatMap((name) => moved(name, 'bucket', 'topic')),
      names,
    );
    playback.advance(0, normal);
    assert.ok(playback.flights().length <= RUSH_FROM);
    assert.equal(timeline.movesAhead(), RUSH_FROM);
    assert.equal(playback.rushed().get('bucket>topic'), 200 - RUSH_FROM);
    for (let clock = 0; clock < 20_000; clock += 16) {
      playback.advance(clock, normal);
      assert.ok(playback.flights().length <= 6, 'few messages are drawn at a time');
    }
    assert.equal(timeline.next(), undefined);
    assert.equal(playback.rushed().size, 0);
  });

  it('moves nothing without motion, and shows everything at once', () => {
    const { playback, timeline } = play([
      ...moved('a', 'bucket', 'topic'),
      ...moved('a', 'topic', 'queue:mobile'),
    ]);
    playback.advance(0, { ...normal, motion: false });
    assert.deepEqual(playback.flights(), []);
    assert.equal(timeline.shown().tokens.a?.at, 'queue:mobile');
  });

  it('shows nothing new while it is paused, and one move with each step', () => {
    const paused = { ...normal, paused: true };
    const { playback, timeline } = play([
      ...moved('a', 'bucket', 'topic'),
      ...moved('a', 'topic', 'queue:mobile'),
    ]);
    playback.advance(0, paused);
    assert.equal(timeline.position(), 0);
    assert.equal(playback.step(0, paused), true);
    assert.equal(timeline.shown().tokens.a?.at, 'topic');
    assert.equal(playback.step(0, paused), true);
    assert.equal(timeline.shown().tokens.a?.at, 'queue:mobile');
    assert.equal(playback.step(0, paused), false);
  });

  it('takes longer at half the speed', () => {
    const { playback } = play(moved('a', 'bucket', 'topic'));
    playback.advance(0, { ...normal, speed: 0.5 });
    assert.equal(playback.flights()[0]?.duration, 2 * FLIGHT_MS);
  });

  it('stops at a question until it is answered, unless questions are off', () => {
    const question: Question = {
      ...{ id: 'q', at: BEGIN, about: { kind: 'redrive' }, text: 'What happens next?', reveal: null },
      answers: [{ id: 'yes', text: 'It arrives.' }],
    };
    const contents: ChangeContent[] = [{ type: 'question', question }, ...moved('a', 'bucket', 'topic')];
    const { playback, timeline } = play(contents);
    playback.advance(0, normal);
    assert.equal(playback.asking(), 'q');
    assert.equal(timeline.position(), 1);
    playback.answer('q');
    playback.advance(1, normal);
    assert.equal(timeline.position(), 3);

    const other = play(contents);
    other.playback.advance(0, { ...normal, questions: false });
    assert.equal(other.timeline.position(), 3);
  });
});
