import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { account, countFates, type OutputVersion, type Stock, type Upload } from './accountant.ts';

const cat: Upload = { key: 'ingest/a.jpg', outputs: { thumbnail: 'small cat', mobile: 'cat' } };
const dog: Upload = { key: 'ingest/a.jpg', outputs: { thumbnail: 'small dog', mobile: 'dog' } };
const text: Upload = { key: 'ingest/a.jpg', outputs: undefined };

const whole = (sha256: string) => ({ sha256, trouble: undefined });
const letter = (folder: 'thumbnail' | 'mobile', reason?: string) => ({ key: 'ingest/a.jpg', folder, reason });

/** An account of outputs, of which those not named are right. */
function fates(
  uploads: readonly Upload[],
  stock: { thumbnail?: OutputVersion[]; mobile?: OutputVersion[]; letters?: Stock['deadLetters'] },
) {
  const outputs = new Map(
    (['thumbnail', 'mobile'] as const).map((folder) => [
      `${folder}/a.jpg`,
      stock[folder] ?? [whole(folder === 'mobile' ? 'cat' : 'small cat')],
    ]),
  );
  const counts = countFates(account(uploads, { outputs, deadLetters: stock.letters ?? [] }));
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

describe('the accountant', () => {
  it('finds two outputs of a picture', () => {
    assert.deepEqual(fates([cat], {}), { made: 2 });
  });

  it('reports a lost one', () => {
    assert.deepEqual(fates([cat], { mobile: [] }), { made: 1, lost: 1 });
  });

  it('reports a wrong one', () => {
    assert.deepEqual(fates([cat], { mobile: [whole('dog')] }), { made: 1, wrong: 1, 'written again': 1 });
  });

  it('reports a half-written one', () => {
    const half = { sha256: 'half', trouble: 'cannot be decoded wholly' };
    assert.deepEqual(fates([cat], { mobile: [half] }), { made: 1, 'half-written': 1, 'written again': 1 });
  });

  it('reports one that was written twice', () => {
    assert.deepEqual(fates([cat], { mobile: [whole('cat'), whole('cat')] }), { made: 2, 'written again': 1 });
  });

  it('takes a dead letter with its reason for an account, and one without for none', () => {
    assert.deepEqual(fates([cat], { mobile: [], letters: [letter('mobile', 'denied')] }), {
      made: 1,
      'dead letter': 1,
    });
    assert.deepEqual(fates([cat], { mobile: [], letters: [letter('mobile')] }), { made: 1, unexplained: 1 });
    assert.deepEqual(fates([cat], { mobile: [], letters: [letter('thumbnail', 'denied')] }), {
      made: 1,
      lost: 1,
    });
  });

  it('wants what is no picture among the dead letters', () => {
    const letters = [letter('thumbnail', 'not a JPEG'), letter('mobile', 'not a JPEG')];
    assert.deepEqual(fates([text], { thumbnail: [], mobile: [], letters }), { 'dead letter': 2 });
    assert.deepEqual(fates([text], { thumbnail: [], mobile: [] }), { lost: 2 });
  });

  it('wants the output of the newest of several uploads, whichever of them were written before', () => {
    const stock = { thumbnail: [whole('small dog')], mobile: [whole('cat'), whole('dog')] };
    assert.deepEqual(fates([cat, dog], stock), { made: 2, replaced: 2 });
  });

  it('reports the older over the newer one', () => {
    const stock = { thumbnail: [whole('small dog')], mobile: [whole('dog'), whole('cat')] };
    assert.deepEqual(fates([cat, dog], stock), { made: 1, replaced: 2, wrong: 1, 'written again': 1 });
    const mended = { thumbnail: [whole('small dog')], mobile: [whole('dog'), whole('cat'), whole('dog')] };
    assert.deepEqual(fates([cat, dog], mended), { made: 2, replaced: 2, 'written again': 2 });
  });

  it('reports an output of what was deleted before', () => {
    const gone = { ...cat, deleted: true };
    assert.deepEqual(fates([gone], { thumbnail: [], mobile: [] }), { deleted: 2 });
    assert.deepEqual(fates([gone], { mobile: [] }), { wrong: 1, deleted: 1 });
  });

  it('reports a dead letter for what was deleted before: nobody can do anything about it', () => {
    const gone = { ...cat, deleted: true };
    const letters = [letter('mobile', 'NoSuchKey')];
    assert.deepEqual(fates([gone], { thumbnail: [], mobile: [], letters }), { wrong: 1, deleted: 1 });
  });

  it('takes no dead letter for an excuse of a wrong output', () => {
    const letters = [letter('mobile', 'denied')];
    assert.deepEqual(fates([cat], { mobile: [whole('dog')], letters }), {
      made: 1,
      wrong: 1,
      'written again': 1,
    });
    const ofText = fates([text], {
      thumbnail: [],
      mobile: [whole('dog')],
      letters: [...letters, letter('thumbnail', 'no')],
    });
    assert.deepEqual(ofText, { 'dead letter': 1, wrong: 1, 'written again': 1 });
  });
});
