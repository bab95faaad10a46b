import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  adobeMarker,
  jfifMarker,
  joinJpeg,
  splitJpeg,
  withByte,
  withBytesBefore,
  withoutSegments,
  withScanHeaders,
  withSegments,
} from '../../bench/made-pictures/jpeg-segments.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { MARKERS } from './jpeg-segments.ts';
import { repairJpeg } from './repair-jpeg.ts';
import { createResize, PictureError } from './resize.ts';

const pictures = await createTestPictures();
const resize = createResize(pictures.vips);
const thumbnail = (bytes: Uint8Array) => resize(bytes, { maxSize: 128, quality: 80, maxPixels: 100_000_000 });
const sound = Buffer.from(pictures.jpeg(400, 300));
const progressive = Buffer.from(pictures.jpeg(400, 300, { progressive: true }));

const bare = withoutSegments(sound, MARKERS.jfif);
const before = (marker: number, bytes: string | Buffer) => withBytesBefore(sound, marker, Buffer.from(bytes));

describe('an oddity without loss', () => {
  const odd = {
    'text between two segments': [
      before(0xdb, 'text between'),
      sound,
      /^12 bytes between two segments, from byte/,
    ],
    'zeros between two segments': [before(0xdb, Buffer.alloc(700)), sound, /^700 bytes between two segments/],
    'bytes right at the beginning': [
      before(MARKERS.exif, 'xyz'),
      sound,
      /^3 bytes between two segments, from byte 2$/,
    ],
    'text between the tables and the scans': [
      joinJpeg(
        splitJpeg(progressive).flatMap((one) =>
          one.marker === 0xc4 ? [one, { bytes: Buffer.from('abcde') }] : [one],
        ),
      ),
      progressive,
      /^5 bytes between two segments.*; \d+ more$/,
    ],
    'zeros behind a scan': [
      withBytesBefore(progressive, 0xc4, Buffer.alloc(9)),
      progressive,
      /bytes behind a scan/,
    ],
    'zeros before the end': [
      withBytesBefore(progressive, 0xd9, Buffer.alloc(50)),
      progressive,
      /50 bytes behind a scan/,
    ],
    'a scan header of zeros': [
      withScanHeaders(sound, [0, 0, 0]),
      sound,
      /^a baseline scan with Ss 0, Se 0, Ah 0 and Al 0/,
    ],
    'a scan header of anything': [
      withScanHeaders(sound, [7, 200, 0x21]),
      sound,
      /Ss 7, Se 200, Ah 2 and Al 1/,
    ],
    'JFIF 0.00': [withSegments(bare, jfifMarker(0, 0)), sound, /^JFIF version 0\.00/],
    'JFIF 2.01': [withSegments(bare, jfifMarker(2, 1)), sound, /^JFIF version 2\.01/],
    'JFIF in characters': [withSegments(bare, jfifMarker(0x31, 0x30)), sound, /^JFIF version 49\.48/],
    'Adobe transform 3': [withSegments(bare, adobeMarker(3)), sound, /^Adobe transform 3 /],
    'Adobe transform 2 of three components': [
      withSegments(bare, adobeMarker(2)),
      sound,
      /^Adobe transform 2 /,
    ],
    'all of them': [
      withScanHeaders(withSegments(before(0xdb, 'xyz'), adobeMarker(9)), [1, 2, 3]),
      sound,
      /Adobe.*bytes between.*baseline scan/,
    ],
  } as const;

  for (const [name, [file, original, oddity]] of Object.entries(odd)) {
    it(`is named and does not change the output: ${name}`, () => {
      const { jpeg, oddities = [] } = thumbnail(file);
      assert.deepEqual(Buffer.from(jpeg), Buffer.from(thumbnail(original).jpeg));
      assert.match(oddities.join('; '), oddity);
    });
    it(`does not hide damage: ${name}`, () => {
      const cut = file.subarray(0, file.length * 0.7);
      assert.throws(() => thumbnail(cut), /premature end/i);
    });
  }

  it('does not change the given bytes', () => {
    const file = before(0xdb, 'text');
    const given = Buffer.from(file);
    thumbnail(given);
    assert.deepEqual(given, file);
  });
});

describe('a valid picture', () => {
  it('has no oddities', () => {
    for (const file of [sound, progressive, pictures.jpeg(90, 90, { grey: true }), pictures.ycck(80, 60)]) {
      assert.equal(
        repairJpeg(file, () => undefined),
        undefined,
      );
      assert.equal(thumbnail(file).oddities, undefined);
    }
  });

  it('can have fill bytes before a marker', () => {
    const file = before(0xdb, Buffer.alloc(20, 0xff));
    assert.equal(
      repairJpeg(file, () => undefined),
      undefined,
    );
    assert.deepEqual(thumbnail(file), thumbnail(sound));
  });
});

describe('damage that can be a lost part of the picture', () => {
  /** Returns the JPEG with another first or second byte in the marker of a segment. */
  const damaged = (jpeg: Uint8Array, marker: number, which: number, offset: 0 | 1, value: number) => {
    const segments = splitJpeg(jpeg);
    const found = segments.filter((one) => one.marker === marker)[which];
    assert.ok(found);
    found.bytes[offset] = value;
    return joinJpeg(segments);
  };
  const lost = {
    'Huffman tables': damaged(sound, MARKERS.huffmanTables, 0, 0, 0),
    'Huffman tables, whose marker became a restart marker': damaged(sound, MARKERS.huffmanTables, 0, 1, 0xd4),
    'a scan of a progressive picture': damaged(progressive, MARKERS.scan, 3, 0, 0x7f),
    'a scan whose marker became data': damaged(progressive, MARKERS.scan, 3, 1, 0),
    'a scan whose marker became a comment': damaged(progressive, MARKERS.scan, 3, 1, MARKERS.comment),
    'tables between two scans': damaged(progressive, MARKERS.huffmanTables, 3, 0, 0),
  };
  for (const [name, file] of Object.entries(lost))
    it(`is rejected: ${name}`, () => assert.throws(() => thumbnail(file), PictureError));

  it('is rejected after an oddity too, with the damage as the reason', () => {
    const odd = withBytesBefore(withScanHeaders(sound, [0, 0, 0]), 0xdb, Buffer.from('xyz'));
    const file = Buffer.from(odd);
    file.set(Buffer.from('ffc7'.repeat(20), 'hex'), file.length >> 1);
    assert.throws(() => thumbnail(file), /corrupt|premature|bad|unknown/i);
  });

  it('is rejected when the end marker is missing', () => {
    assert.throws(() => thumbnail(sound.subarray(0, -2)), /premature end/i);
  });

  it('is rejected when a frame header has changed', () => {
    assert.throws(() => thumbnail(withByte(sound, 0xc0, 9, 7)), PictureError);
  });
});
