import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namePicture } from '../../account/follow/picture-name.ts';
import { gradeFacts } from '../../checks/grade.ts';
import { ABSENT, found, valueOfFixture, withOutput } from '../fixtures/broken-facts.ts';
import { allRightFacts } from '../fixtures/grades.ts';
import { hintsIn, transcribe } from './transcript.ts';

const { source } = valueOfFixture(allRightFacts.journey);
const mutant = { name: 'm', mistake: 'The topic is gone.', fails: ['1.topic'], hint: /./ } as const;

describe('a transcript', () => {
  const text = transcribe(mutant, gradeFacts({ ...allRightFacts, topic: ABSENT }));

  it('has the mistake, the points, each hint once, and the steps that it blocks', () => {
    assert.match(text, /^The topic is gone\.\n\d+ of 100, bonus 5 of 10\n/);
    assert.match(
      text,
      /^1\.topic: .* \(not yet, 0 of 3\)\n {2}Not yet: no topic .*\n {2}blocks 1\.standard,/m,
    );
    assert.equal(text.match(/no topic/g)?.length, 1);
  });

  it('returns its hints by step', () => {
    assert.match(hintsIn(text).get('1.topic') ?? '', /^Not yet: no topic/);
    assert.equal(hintsIn(text).get('1.standard'), undefined);
  });

  it('is the same in each run', () => {
    const run = (width: number) => {
      const { key } = namePicture();
      const facts = withOutput('mobile', { key: key.replace('ingest', 'mobile'), width });
      const journey = found({ ...valueOfFixture(facts.journey), source: { ...source, key } });
      return transcribe(mutant, gradeFacts({ ...facts, journey }));
    };
    assert.equal(run(2000), run(3000));
    assert.match(run(2000), /mobile\/<picture>\.jpg is <w> × <h> pixels/);
  });
});
