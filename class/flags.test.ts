import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resultOf } from '../test/fixtures/class-results.ts';
import { findFlags, type Suspect } from './flags.ts';
import type { Traces } from './traces.ts';

function suspect(id: string, traces: Partial<Traces> = {}, digest = `digest-${id}`): Suspect {
  const result = resultOf(id, 'all-right', { traces: { names: [], pictures: [], stack: null, ...traces } });
  const provenance = result.provenance && { ...result.provenance, accountDigest: digest };
  return { id, name: `Name ${id}`, email: `${id}@example.com`, result: { ...result, provenance } };
}

function flags(suspects: readonly Suspect[], byHand = true): string[][] {
  return findFlags(suspects, { byHand }).map((all) => all.map(({ id, others }) => [id, ...others].join(' ')));
}

const picture = (key: string, hash: string) => ({ pictures: [{ what: 'output' as const, key, hash }] });

describe('the flags of a class', () => {
  it('name learners who share an account', () => {
    const found = flags([suspect('lena1', {}, 'same'), suspect('max22'), suspect('olga3', {}, 'same')]);
    assert.deepEqual(found, [['shared-account olga3'], [], ['shared-account lena1']]);
  });

  it('name a lab that a stack built within a minute, only where handwork was asked for', () => {
    const fast = suspect('lena1', { stack: { name: 'lab', seconds: 40 } });
    const slow = suspect('max22', { stack: { name: 'lab', seconds: 4000 } });
    assert.deepEqual(flags([fast, slow]), [['built-by-stack'], []]);
    assert.deepEqual(flags([fast, slow], false), [[], []]);
  });

  it('name two learners with the same picture, but not the picture of the lab or of the course', () => {
    const two = [
      suspect('lena1', picture('thumbnail/cat.jpg', 'x')),
      suspect('max22', picture('thumbnail/dog.jpg', 'x')),
    ];
    assert.deepEqual(flags(two), [['same-picture max22'], ['same-picture lena1']]);
    const sample = ['lena1', 'max22'].map((id) => suspect(id, picture('thumbnail/HappyFace.jpg', 'x')));
    assert.deepEqual(flags(sample), [[], []]);
    const course = Array.from({ length: 12 }, (_, index) =>
      suspect(`user-${index}a`, picture('mobile/given.jpg', 'x')),
    );
    assert.deepEqual(flags(course).flat(), []);
  });

  it("name an output with another learner's name, but not one's own, a part of a number or a short word", () => {
    const lena = suspect('lena.berg', { names: ['pictures-lena-berg'] });
    const max = suspect('max.weber', { names: ['my-pictures', 'thumbnail/Lena_Berg+1.jpg'] });
    assert.deepEqual(flags([lena, max]), [[], ['name-of-another lena.berg']]);
    assert.deepEqual(flags([suspect('12345'), suspect('67890', { names: ['photo-9123456.jpg'] })]), [[], []]);
    assert.deepEqual(flags([suspect('bo'), suspect('67890', { names: ['bo.jpg'] })]), [[], []]);
  });

  it('explain themselves', () => {
    const [all = []] = findFlags([suspect('lena1', {}, 's'), suspect('max22', {}, 's')], { byHand: true });
    assert.match(all[0]?.text ?? '', /also that of max22.*may share/);
  });
});
