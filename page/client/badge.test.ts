import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Freshness } from '../state.ts';
import { badgeOf, type Link, type Playing, SILENCE_MS } from './badge.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const heard: Link = { state: 'connected', heardAt: NOW };
const fresh: Freshness = { state: 'live', lookedAt: NOW, words: 'AWS answered just now.' };
const playing: Playing = { paused: false, asking: false, ahead: 0, lagMs: 0 };

describe('the badge of the page', () => {
  it('says live when the server and AWS answer, and everything is shown', () => {
    assert.equal(badgeOf(heard, fresh, playing, NOW).kind, 'live');
  });

  const others: [string, Parameters<typeof badgeOf>, string][] = [
    [
      'before the first word of the server',
      [{ state: 'connecting', heardAt: null }, fresh, playing, NOW],
      'offline',
    ],
    ['when the connection is lost', [{ ...heard, state: 'lost' }, fresh, playing, NOW], 'offline'],
    [
      'when the server is silent, for example after a sleep',
      [heard, fresh, playing, NOW + SILENCE_MS + 1],
      'offline',
    ],
    [
      'when the server was restarted with another token',
      [{ ...heard, state: 'refused' }, fresh, playing, NOW],
      'offline',
    ],
    ['when AWS does not answer', [heard, { ...fresh, state: 'offline' }, playing, NOW], 'offline'],
    ['when the last look is too old', [heard, { ...fresh, state: 'behind' }, playing, NOW], 'behind'],
    [
      'when the drawing has to catch up',
      [heard, fresh, { ...playing, ahead: 90, lagMs: 9000 }, NOW],
      'behind',
    ],
    ['while the page is paused', [heard, fresh, { ...playing, paused: true }, NOW], 'paused'],
    ['while a question is open', [heard, fresh, { ...playing, asking: true }, NOW], 'asking'],
    ['at the end of a recording', [heard, { ...fresh, state: 'ended' }, playing, NOW], 'ended'],
  ];
  for (const [when, given, kind] of others)
    it(`does not say live ${when}`, () => {
      const badge = badgeOf(...given);
      assert.equal(badge.kind, kind);
      assert.match(badge.sentence, /^[A-Z].*\.$/);
    });
});
