import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { samplePicture } from '../../local/pictures.ts';
import { drawCheckPicture } from './check-picture.ts';
import { type DecodedPicture, decodePicture } from './decode-picture.ts';
import { likeness } from './likeness.ts';

const vips = await startVips();
const decode = (bytes: Uint8Array) => decodePicture(vips, bytes);
const resize = createResize(vips);
const pictures = await createTestPictures();
const check = drawCheckPicture(vips, 900);
const checks = Array.from({ length: 12 }, () => drawCheckPicture(vips, 900));
const happyFace = samplePicture().bytes;
/** Each is decoded once, because many pairs of them are compared. */
const decodedChecks = checks.map(decode);
const others = [pictures.jpeg(720, 960), pictures.jpeg(800, 600, { grey: true })];

function resemblance(one: DecodedPicture, other: DecodedPicture): number {
  assert.ok(one.small && other.small);
  return likeness(one.small.upright, other.small.upright);
}

describe('likeness', () => {
  for (const [name, bytes, least] of [
    // One random picture in a hundred scores less than 0.95, at 128 pixels and this quality. The grader requires 0.9.
    ...checks.map((one, index) => [`random picture ${index}`, one, 0.9] as const),
    ['happyFace', happyFace, 0.95] as const,
    ['corners', others[0] ?? check, 0.95] as const,
  ]) {
    for (const maxSize of [128, 640]) {
      it(`${name} at ${maxSize} pixels is the same picture`, () => {
        const output = resize(bytes, { maxSize, quality: 60, maxPixels: 100_000_000 });
        const score = resemblance(decode(bytes), decode(output.jpeg));
        assert.ok(score > least, String(score));
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

  it('two pictures of the probe differ from each other', () => {
    for (const [index, one] of decodedChecks.entries()) {
      for (const other of decodedChecks.slice(index + 1)) {
        const score = resemblance(one, other);
        assert.ok(score < 0.8, String(score));
      }
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

  it('distinguishes the upright check picture from the same picture on its side', () => {
    for (const { small } of decodedChecks) {
      assert.ok(small);
      const score = likeness(small.upright, small.asStored);
      assert.ok(score < 0.8, String(score));
    }
  });

  it('of a picture and nothing is zero', () => {
    assert.equal(likeness(new Uint8Array(), new Uint8Array()), 0);
    assert.equal(likeness(new Uint8Array(3), new Uint8Array(6)), 0);
  });
});

describe('a decoded picture', () => {
  it('has the size that a viewer shows, and a preview', () => {
    const { format, width, height, orientation, preview } = decode(check);
    assert.equal(format, 'jpeg');
    assert.ok(height >= 900 && width < height && [6, 8].includes(orientation));
    const small = decode(Buffer.from(preview, 'base64'));
    assert.deepEqual([small.format, small.height, small.orientation], ['jpeg', 320, 1]);
    assert.equal(small.width, Math.round((width / height) * 320));
  });

  it('gets its format from its bytes, and has no transparency', () => {
    const { format, width, height } = decode(pictures.png(30, 20));
    assert.deepEqual({ format, width, height }, { format: 'png', width: 30, height: 20 });
    using picture = vips.Image.newFromBuffer(check);
    using transparent = picture.bandjoin(255);
    assert.equal(decode(transparent.pngsaveBuffer()).small?.upright.length, 32 * 32 * 3);
  });

  it('can be grey, or in another colour space', () => {
    for (const options of [{ grey: true }, { profile: 'cmyk' }, { profile: 'p3' }] as const) {
      assert.equal(decode(pictures.jpeg(90, 60, options)).small?.upright.length, 32 * 32 * 3);
    }
  });

  it('has an unknown format when it is damaged or not a picture', () => {
    for (const bytes of [Buffer.from('a text'), Buffer.alloc(0), check.subarray(0, check.length / 2)]) {
      const { format, small } = decode(bytes);
      assert.deepEqual([format, small], ['unknown', null]);
    }
  });
});
