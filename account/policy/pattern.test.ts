import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { matches, patternOf } from './pattern.ts';

it('a pattern matches what the same regular expression matches', () => {
  const text = (...letters: string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
  fc.assert(
    fc.property(
      text('a', 'b', ':', '猫', '🐈', '*', '?'),
      text('a', 'b', ':', '猫', '🐈'),
      (pattern, asked) => {
        const expression = pattern.replaceAll('?', '.').replaceAll('*', '.*');
        assert.equal(matches(patternOf(pattern), asked), new RegExp(`^${expression}$`, 'su').test(asked));
      },
    ),
    { numRuns: 5000 },
  );
});

it('a pattern of many wildcards takes no longer than others', () => {
  assert.equal(matches(patternOf('*a'.repeat(100)), `${'a'.repeat(2000)}b`), false);
});
