import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { damagedFiles } from '../../bench/made-pictures/damage.ts';
import { CORPUS_OPTIONS, makeCorpus } from '../../bench/made-pictures/hostile.ts';
import { joinJpeg, splitJpeg } from '../../bench/made-pictures/jpeg-segments.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { createResize } from '../../functions/pipeline/resize.ts';
import { objection, outcomeOf, sizeObjection } from './verdict.ts';

const pictures = await createTestPictures();
const resize = createResize(pictures.vips);
const outcome = (bytes: Uint8Array) => outcomeOf(() => resize(bytes, CORPUS_OPTIONS));
const sound = pictures.jpeg(400, 300);
const reference = resize(sound, CORPUS_OPTIONS).jpeg;
const nextIsRight = () =>
  assert.deepEqual(resize(sound, CORPUS_OPTIONS).jpeg, reference, 'the next picture is right');

describe('a file uploaded as .jpg gives the expected result, and the next picture is right', async () => {
  for (const file of await makeCorpus(pictures)) {
    it(file.name, () => {
      assert.equal(
        objection(file, outcome(file.bytes), (jpeg, corners) => pictures.read(jpeg, corners).difference),
        undefined,
      );
      nextIsRight();
    });
  }
});

it('a damaged JPEG gives a picture of the right size, or is refused with a reason', () => {
  const files = damagedFiles([sound, pictures.jpeg(400, 300, { progressive: true })], 150, 1);
  const outcomes = files.map((bytes) => {
    const found = outcome(bytes);
    if (found.kind === 'picture') assert.equal(sizeObjection(found.picture, CORPUS_OPTIONS), undefined);
    nextIsRight();
    return found.kind;
  });
  // The decoder notices much of the damage. But many bits of a picture have no influence on the rest.
  const refused = outcomes.filter((kind) => kind === 'refused').length;
  assert.ok(refused > 50 && refused < 100, `${refused} of 150 refused`);
});

describe('the verdict on a file', () => {
  const picture = { jpeg: reference, width: 128, height: 96, source: { width: 400, height: 300 } };
  const expect = { kind: 'picture', width: 128, height: 96, difference: 12 } as const;
  const found = { kind: 'picture', picture } as const;
  const file = { name: '', bytes: sound };

  it('rejects a wrong size, wrong colours, a picture instead of a reason, and a reason instead of a picture', () => {
    const refusal = { kind: 'refused', reason: 'not a JPEG' } as const;
    const asRefused = { ...file, expect: { kind: 'refused', reason: /too large/ } } as const;
    assert.equal(
      objection({ ...file, expect }, found, () => 12),
      undefined,
    );
    assert.match(objection({ ...file, expect }, found, () => 13) ?? '', /differ by 13/);
    assert.match(
      objection({ ...file, expect: { ...expect, width: 127 } }, found, () => 0) ?? '',
      /expected 127 × 96/,
    );
    assert.match(
      objection({ ...file, expect }, refusal, () => 0) ?? '',
      /expected a picture, but found: not a JPEG/,
    );
    assert.match(objection(asRefused, refusal, () => 0) ?? '', /found: not a JPEG/);
    assert.match(objection(asRefused, found, () => 0) ?? '', /found a picture/);
    assert.match(
      sizeObjection({ ...picture, width: 64, height: 48 }, CORPUS_OPTIONS) ?? '',
      /expected 128 pixels/,
    );
  });

  it('throws every other error', () => {
    assert.throws(
      () =>
        outcomeOf(() => {
          throw new TypeError('a bug');
        }),
      TypeError,
    );
  });
});

it('splitting and joining a JPEG gives the same file', () => {
  for (const file of [sound, pictures.jpeg(64, 64, { progressive: true, gps: true, profile: 'p3' })])
    assert.deepEqual(joinJpeg(splitJpeg(file)), Buffer.from(file));
});
