import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaTypeOf } from './pictures.ts';

describe('the type of a picture that the page serves', () => {
  for (const [start, type] of [
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBP', 'image/webp'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', undefined],
    ['<!doctype html>', undefined],
    ['', undefined],
  ] as const) {
    it(`is ${type ?? 'none'} for ${JSON.stringify(start.slice(0, 12))}, whatever its name is`, () =>
      assert.equal(mediaTypeOf(Buffer.from(start, 'latin1')), type));
  }
});
