import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createResize } from '../../functions/pipeline/resize.ts';
import { createTestPictures } from '../../functions/pipeline/test-pictures.ts';
import { samplePicture } from '../../local/pictures.ts';
import { drawCheckPicture } from './check-picture.ts';
import { createDecoder, type DecodedPicture, sharedVips } from './decode-picture.ts';
import { likeness } from './likeness.ts';

const vips = await sharedVips();
const decode = createDecoder(vips);
const resize = createResize(vips);
const pictures = await createTestPictures();
const check = drawCheckPicture(vips);
const happyFace = samplePicture().bytes;
const others = [pictures.jpeg(720, 960), pictures.jpeg(800, 600, { grey: true })];

function resemblance(one: DecodedPicture, other: DecodedPicture): number {
  assert.ok(one.small && other.small);
  return likeness(one.small.upright, other.small.upright);
}

describe('likeness', () => {
  for (const [name, bytes] of Object.entries({ check, happyFace, corners: others[0] ?? check })) {
    for (const maxSize of [128, 640]) {
      it(`${name} at ${maxSize} pixels is the same picture`, () => {
        const output = resize(bytes, { maxSize, quality: 60, maxPixels: 100_000_000 });
        const score = resemblance(decode(bytes), decode(output.jpeg));
        assert.ok(score > 0.95, String(score));
      });
    }
  }

  it('another picture is not', () => {
    for (const [one, other] of [
      [check, happyFace],
      ...others.flatMap((picture) => [
        [check, picture],
        [happyFace, picture],
      ]),
    ]) {
      const score = resemblance(decode(one ?? check), decode(other ?? check));
      assert.ok(score < 0.8, String(score));
    }
  });

  it('a negative, or an even area, is not', () => {
    using picture = vips.Image.newFromBuffer(check);
    using negative = picture.invert();
    using even = picture.linear([0, 0, 0], [128, 128, 128]).cast('uchar');
    for (const other of [negative, even]) {
      const score = resemblance(decode(check), decode(other.jpegsaveBuffer()));
      assert.ok(score < 0.8, String(score));
    }
  });

  it('tells the check picture upright from the same lying on its side', () => {
    const { small } = decode(check);
    assert.ok(small);
    const score = likeness(small.upright, small.asStored);
    assert.ok(score < 0.8, String(score));
  });

  it('of something to nothing is none', () => {
    assert.equal(likeness(new Uint8Array(), new Uint8Array()), 0);
    assert.equal(likeness(new Uint8Array(3), new Uint8Array(6)), 0);
  });
});

describe('a decoded picture', () => {
  it('has the size that a viewer shows, and a preview', () => {
    const { format, width, height, orientation, preview } = decode(check);
    assert.deepEqual(
      { format, width, height, orientation },
      { format: 'jpeg', width: 720, height: 960, orientation: 6 },
    );
    const small = decode(Buffer.from(preview, 'base64'));
    assert.deepEqual([small.format, small.width, small.height, small.orientation], ['jpeg', 240, 320, 1]);
  });

  it('has its format from its bytes, and no transparency', () => {
    const { format, width, height } = decode(pictures.png(30, 20));
    assert.deepEqual({ format, width, height }, { format: 'png', width: 30, height: 20 });
    using picture = vips.Image.newFromBuffer(check);
    using transparent = picture.bandjoin(255);
    assert.equal(decode(transparent.pngsaveBuffer()).small?.upright.length, 32 * 32 * 3);
  });

  it('may be grey, or of another colour space', () => {
    for (const options of [{ grey: true }, { profile: 'cmyk' }, { profile: 'p3' }] as const) {
      assert.equal(decode(pictures.jpeg(90, 60, options)).small?.upright.length, 32 * 32 * 3);
    }
  });

  it('is unknown when it is none, or damaged', () => {
    for (const bytes of [Buffer.from('a text'), Buffer.alloc(0), check.subarray(0, check.length / 2)]) {
      const { format, small } = decode(bytes);
      assert.deepEqual([format, small], ['unknown', null]);
    }
  });
});
