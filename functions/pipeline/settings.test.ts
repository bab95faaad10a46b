import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readSettings } from './settings.ts';

const defaults = { outputPrefix: 'mobile/', maxSize: 640 };

it('a function without environment variables has its defaults', () => {
  assert.deepEqual(readSettings(defaults, {}), { ...defaults, quality: 80, maxPixels: 100_000_000 });
});

it('size, quality and the largest picture come from the environment', () => {
  const settings = readSettings(defaults, { MAX_SIZE: '320', JPEG_QUALITY: '65', MAX_MEGAPIXELS: '24' });
  assert.deepEqual(settings, { outputPrefix: 'mobile/', maxSize: 320, quality: 65, maxPixels: 24_000_000 });
});

for (const [name, value] of [
  ['MAX_SIZE', '0'],
  ['MAX_SIZE', 'large'],
  ['JPEG_QUALITY', '101'],
  ['JPEG_QUALITY', '79.5'],
  ['MAX_MEGAPIXELS', '0'],
] as const) {
  it(`${name}=${value} is rejected with the name and the expected values`, () => {
    assert.throws(
      () => readSettings(defaults, { [name]: value }),
      new RegExp(`${name} is '${value}': expected a whole number from 1 to`),
    );
  });
}
