import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { formatOf } from './file-format.ts';

const pictures = await createTestPictures();
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('the format of a file that is not a JPEG', () => {
  const files = {
    PNG: pictures.png(2, 2),
    GIF: pictures.vips.Image.black(2, 2).gifsaveBuffer(),
    WebP: pictures.vips.Image.black(2, 2).webpsaveBuffer(),
    TIFF: pictures.vips.Image.black(2, 2).tiffsaveBuffer(),
    HEIC: latin1('\0\0\0\x24ftypheic\0\0\0\0mif1'),
    AVIF: latin1('\0\0\0\x20ftypavif\0\0\0\0'),
    'MP4 or QuickTime video': latin1('\0\0\0\x20ftypisom\0\0\0\0'),
    PDF: latin1('%PDF-1.7\n'),
    HTML: latin1('<!DOCTYPE html><p>404'),
    SVG: latin1('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    BMP: latin1('BM\x36\0\0\0\0\0\0\0\x36'),
    ZIP: latin1('PK\x03\x04'),
  };
  for (const [format, bytes] of Object.entries(files))
    it(`is named: ${format}`, () => assert.match(formatOf(bytes) ?? '', new RegExp(`^an? ${format}$`)));

  it('is undefined when it is unknown', () => {
    for (const bytes of [pictures.jpeg(2, 2), new Uint8Array(), latin1('hello'), latin1('\xff\xd8')])
      assert.equal(formatOf(bytes), undefined);
  });
});
