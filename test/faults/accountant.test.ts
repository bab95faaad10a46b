import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mapOutputs } from '../../lab/output-names.ts';
import { account, countFates, type OutputVersion, type Stock, type Upload } from './accountant.ts';

const cat: Upload = { key: 'ingest/a.jpg', outputs: { ...mapOutputs(() => 'small cat'), mobile: 'cat' } };
const dog: Upload = { key: 'ingest/a.jpg', outputs: { ...mapOutputs(() => 'small dog'), mobile: 'dog' } };
const text: Upload = { key: 'ingest/a.jpg', outputs: undefined };

const whole = (sha256: string) => ({ sha256, trouble: undefined });
const letter = (folder: 'thumbnail' | 'mobile', reason?: string) => ({ key: 'ingest/a.jpg', folder, reason });

/** Accounts for outputs. Outputs that are not given are right. */
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
  it('finds both outputs of a picture', () => {
    assert.deepEqual(fates([cat], {}), { made: 2 });
  });

  it('reports a lost output', () => {
    assert.deepEqual(fates([cat], { mobile: [] }), { made: 1, lost: 1 });
  });

  it('reports a wrong output', () => {
    assert.deepEqual(fates([cat], { mobile: [whole('dog')] }), { made: 1, wrong: 1, 'written again': 1 });
  });

  it('reports a half-written output', () => {
    const half = { sha256: 'half', trouble: 'cannot be decoded completely' };
    assert.deepEqual(fates([cat], { mobile: [half] }), { made: 1, 'half-written': 1, 'written again': 1 });
  });

  it('reports an output that was written twice', () => {
    assert.deepEqual(fates([cat], { mobile: [whole('cat'), whole('cat')] }), { made: 2, 'written again': 1 });
  });

  it('accepts a dead letter with its reason, but not one without', () => {
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

  it('expects a dead letter for a file that is not a picture', () => {
    const letters = [letter('thumbnail', 'not a JPEG'), letter('mobile', 'not a JPEG')];
    assert.deepEqual(fates([text], { thumbnail: [], mobile: [], letters }), { 'dead letter': 2 });
    assert.deepEqual(fates([text], { thumbnail: [], mobile: [] }), { lost: 2 });
  });

  it('expects the output of the newest of several uploads, whichever were written before', () => {
    const stock = { thumbnail: [whole('small dog')], mobile: [whole('cat'), whole('dog')] };
    assert.deepEqual(fates([cat, dog], stock), { made: 2, replaced: 2 });
  });

  it('reports an older output that overwrote a newer one', () => {
    const stock = { thumbnail: [whole('small dog')], mobile: [whole('dog'), whole('cat')] };
    assert.deepEqual(fates([cat, dog], stock), { made: 1, replaced: 2, wrong: 1, 'written again': 1 });
    const mended = { thumbnail: [whole('small dog')], mobile: [whole('dog'), whole('cat'), whole('dog')] };
    assert.deepEqual(fates([cat, dog], mended), { made: 2, replaced: 2, 'written again': 2 });
  });

  it('reports an output of an upload that was deleted first', () => {
    const gone = { ...cat, deleted: true };
    assert.deepEqual(fates([gone], { thumbnail: [], mobile: [] }), { deleted: 2 });
    assert.deepEqual(fates([gone], { mobile: [] }), { wrong: 1, deleted: 1 });
  });

  it('reports a dead letter of an upload that was deleted first, because nobody can act on it', () => {
    const gone = { ...cat, deleted: true };
    const letters = [letter('mobile', 'NoSuchKey')];
    assert.deepEqual(fates([gone], { thumbnail: [], mobile: [], letters }), { wrong: 1, deleted: 1 });
  });

  it('does not let a dead letter excuse a wrong output', () => {
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
