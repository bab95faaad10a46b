import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  segment,
  splitJpeg,
  withByte,
  withSegments,
  withSize,
} from '../../bench/made-pictures/jpeg-segments.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { countScans, readFrame } from './jpeg-frame.ts';
import { MARKERS } from './jpeg-segments.ts';

const pictures = await createTestPictures();
const progressive = pictures.jpeg(400, 300, { progressive: true, subsampled: true });
const scans = splitJpeg(progressive).filter(({ marker }) => marker === MARKERS.scan).length;

describe('the scans of a JPEG', () => {
  const likeScans = Buffer.from('ffda'.repeat(200), 'hex');
  const files = {
    'nothing else in the file': progressive,
    'what looks like scans behind its end': Buffer.concat([progressive, likeScans]),
    'what looks like scans in a comment': withSegments(progressive, segment(MARKERS.comment, likeScans)),
    'what looks like scans in a profile': withSegments(progressive, segment(MARKERS.iccProfile, likeScans)),
    'a thumbnail in its EXIF data': withSegments(progressive, segment(MARKERS.exif, progressive)),
  };
  for (const [name, file] of Object.entries(files))
    it(`are counted with ${name}`, () => assert.equal(countScans(file), scans));

  it('are counted up to the end of a file that was cut', () => {
    assert.equal(countScans(progressive.subarray(0, 20)), 0);
    assert.equal(countScans(new Uint8Array()), 0);
  });
});

describe('the frame of a JPEG', () => {
  // A block of 8 × 8 has 128 bytes. 400 × 300 in 4:2:0 has 25 × 19 units of 4 + 1 + 1 blocks.
  const cases = [
    { name: '4:2:0', file: progressive, bytes: 25 * 19 * 6 * 128 },
    { name: '4:4:4', file: pictures.jpeg(400, 300), bytes: 50 * 38 * 3 * 128 },
    { name: 'grey', file: pictures.jpeg(400, 300, { grey: true }), bytes: 50 * 38 * 128 },
    { name: 'CMYK', file: pictures.jpeg(400, 300, { profile: 'cmyk' }), bytes: 50 * 38 * 4 * 128 },
    // In 4:2:2, luma has twice as many samples as chroma per row, and as many rows.
    { name: '4:2:2', file: withByte(progressive, 0xc2, 11, 0x21), bytes: 25 * 38 * 4 * 128 },
    { name: '4:1:1', file: withByte(progressive, 0xc2, 11, 0x41), bytes: 13 * 38 * 6 * 128 },
    { name: '1 × 1 pixel', file: withSize(progressive, 1, 1), bytes: 6 * 128 },
  ];
  for (const { name, file, bytes } of cases)
    it(`gives the size of the coefficients in bytes: ${name}`, () =>
      assert.equal(readFrame(file)?.coefficientBytes, bytes));

  it('is undefined in a file that ends before it', () => {
    assert.equal(readFrame(progressive.subarray(0, 30)), undefined);
    const frame = splitJpeg(progressive).find(({ marker }) => marker === 0xc2);
    const cutInside = Buffer.from(progressive).indexOf(frame?.bytes ?? '') + 12;
    assert.equal(readFrame(progressive.subarray(0, cutInside)), undefined);
  });
});
