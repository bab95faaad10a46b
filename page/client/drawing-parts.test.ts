import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BEGIN, fixturePart, fixtureToken, quietPageState } from '../../test/fixtures/page-state.ts';
import { layOut, pointAt, wayBetween } from './layout.ts';
import { countWords, existsWords, isTroubled } from './part-words.ts';
import { MOST_DRAWN, restingTokens } from './resting.ts';
import { tokenWordsShort } from './token-words-short.ts';
import { wrapName } from './wrap-name.ts';

describe('the layout of the pipeline', () => {
  for (const direction of ['wide', 'tall'] as const) {
    it(`has a place for every part and every arrow, ${direction}`, () => {
      const layout = layOut(['thumbnail', 'mobile'], direction);
      const { parts, arrows } = quietPageState();
      assert.deepEqual(
        Object.keys(parts).filter((id) => !layout.boxes.has(id as never)),
        [],
      );
      assert.deepEqual(
        Object.keys(arrows).filter((id) => !layout.arrows.has(id as never)),
        [],
      );
    });

    it(`has no boxes that overlap or leave the drawing, ${direction}`, () => {
      const { boxes, width, height } = layOut(['thumbnail', 'mobile'], direction);
      const all = [...boxes.values()];
      for (const [index, one] of all.entries()) {
        assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height);
        for (const other of all.slice(index + 1)) {
          const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
          const isAbove = one.y + one.height <= other.y || other.y + other.height <= one.y;
          assert.ok(isBeside || isAbove);
        }
      }
    });
  }

  it('finds the place on a path with corners', () => {
    const path = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 30 },
    ];
    assert.deepEqual(
      [0, 0.25, 0.5, 1, 2].map((fraction) => pointAt(path, fraction)),
      [path[0], path[1], { x: 10, y: 10 }, path[2], path[2]],
    );
  });

  it('sends a message that returns along the same arrow, backwards', () => {
    const layout = layOut(['thumbnail', 'mobile'], 'wide');
    const there = wayBetween(layout, 'queue:mobile', 'function:mobile');
    assert.deepEqual(wayBetween(layout, 'function:mobile', 'queue:mobile'), there.toReversed());
  });
});

describe('the words of the drawing', () => {
  it('breaks long names where a reader expects it', () => {
    assert.deepEqual(wrapName('thumbnail-dead-letter-queue', 15, 3), ['thumbnail-dead-', 'letter-queue']);
    assert.deepEqual(wrapName('CreateMobileImage', 15, 2), ['CreateMobile', 'Image']);
    assert.deepEqual(wrapName('x'.repeat(60), 10, 2), ['x'.repeat(10), `${'x'.repeat(9)}…`]);
    assert.deepEqual(wrapName('', 10, 2), []);
  });

  it('says counts, and zero where it is an answer', () => {
    const queue = fixturePart('queue:mobile', { counts: { waiting: 0, inFlight: 2 } });
    assert.deepEqual(countWords(queue), ['0 waiting', '2 in flight']);
    const dead = fixturePart('dead-letters:mobile', { counts: { waiting: 1 } });
    assert.deepEqual(countWords(dead), ['1 dead letter']);
    assert.equal(isTroubled(dead), true);
    assert.equal(isTroubled(queue), false);
  });

  it('says which task creates a part that does not exist', () => {
    const task = { id: '2.1', title: 'The queue' };
    assert.equal(
      existsWords(fixturePart('queue:thumbnail', { exists: 'no', task })),
      'does not exist yet: task 2.1',
    );
  });

  it('says in few words what a message waits for', () => {
    const words = tokenWordsShort(
      fixtureToken('a', 'queue:mobile', {
        kind: 'backing-off',
        attempt: 1,
        of: 5,
        until: BEGIN + 4200,
        why: '',
      }),
      BEGIN,
    );
    assert.equal(words, 'A: try 2 of 5 in 5 s');
  });
});

describe('the messages at a part', () => {
  it('are drawn while they are few, and counted when they are many', () => {
    const tokens = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`t${index}`, fixtureToken(`t${index}`, 'queue:mobile')]),
    );
    const { drawn = [], more } = restingTokens(tokens, new Set(['t0'])).get('queue:mobile') ?? {};
    assert.ok(drawn.length < MOST_DRAWN);
    assert.equal(drawn.length + (more ?? 0), 199);
  });

  it('are not drawn twice while they move', () => {
    const token = fixtureToken('a', 'topic');
    assert.equal(restingTokens({ a: token }, new Set(['a'])).size, 0);
  });
});
