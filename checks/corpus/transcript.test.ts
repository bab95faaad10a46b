import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ABSENT, withOutput } from '../broken-facts.ts';
import { gradeFacts } from '../grade.ts';
import { allRightFacts } from '../report/fixtures.ts';
import { hintsIn, transcribe } from './transcript.ts';

const mutant = { name: 'm', mistake: 'The topic is gone.', fails: ['1.topic'], hint: /./ } as const;

describe('a transcript', () => {
  const text = transcribe(mutant, gradeFacts({ ...allRightFacts, topic: ABSENT }));

  it('tells the mistake, the points, each hint once, and what waits for it', () => {
    assert.match(text, /^The topic is gone\.\n\d+ of 100, bonus 5 of 10\n/);
    assert.match(
      text,
      /^1\.topic: .* \(not yet, 0 of 3\)\n {2}Not yet: no topic .*\n {2}blocks 1\.standard,/m,
    );
    assert.equal(text.match(/no topic/g)?.length, 1);
  });

  it('gives its hints back by step', () => {
    assert.match(hintsIn(text).get('1.topic') ?? '', /^Not yet: no topic/);
    assert.equal(hintsIn(text).get('1.standard'), undefined);
  });

  it('is the same in each run', () => {
    const named = (key: string) => transcribe(mutant, gradeFacts(withOutput('mobile', { key, width: 2000 })));
    assert.equal(named('mobile/check-0a1b2c3d ü+1.jpg'), named('mobile/check-ffffffff ü+1.jpg'));
    assert.match(named('mobile/check-0a1b2c3d ü+1.jpg'), /check-<random>/);
  });
});
