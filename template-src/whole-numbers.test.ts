import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parameters } from './parameters.ts';
import { wholeNumbers } from './whole-numbers.ts';

describe('the pattern of a range of whole numbers', () => {
  for (const [from, to] of [
    [1, 1],
    [1, 100],
    [2, 12],
    [16, 4096],
    [1, 1000],
    [2, 1000],
    [97, 1203],
  ] as const) {
    it(`has every number from ${from} to ${to}, and no other`, () => {
      const pattern = new RegExp(wholeNumbers(from, to));
      for (let number = 0; number <= to + 2000; number++)
        assert.equal(pattern.test(String(number)), number >= from && number <= to, String(number));
    });
  }
});

describe('the template refuses', () => {
  for (const name of [
    'ThumbnailSize',
    'MobileSize',
    'JpegQuality',
    'MaxMegapixels',
    'MaximumConcurrency',
  ] as const) {
    it(`what is no whole number as ${name}`, () => {
      const { AllowedPattern = '', Default } = parameters[name];
      const pattern = new RegExp(String(AllowedPattern));
      assert.ok(pattern.test(String(Default)));
      for (const wrong of ['128.5', '0', '-1', '1e2', '0100', '+64', ' 64', '64 ', '', 'sixty', '99999'])
        assert.ok(!pattern.test(wrong), wrong);
    });
  }
});
