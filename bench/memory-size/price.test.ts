import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pricePerMillion, slowerMs } from './price.ts';

const run = { megapixels: 3, initMs: 500, firstMs: 1000, warmMs: 249.5 };
const result = {
  memoryMb: 1024,
  works: true,
  runs: [
    { ...run, functionName: 'CreateThumbnail' as const },
    { ...run, functionName: 'CreateMobileImage' as const, warmMs: 750 },
    { ...run, functionName: 'CreateMobileImage' as const, megapixels: 12, warmMs: 9000 },
  ],
};

const price = (architecture: 'x86_64' | 'arm64', coldOfThousand: number) =>
  pricePerMillion(result, { megapixels: 3, architecture, coldOfThousand });

test('the price of a million photos has the GB-seconds of both functions and two million requests', () => {
  // 1 GB for 250 and 750 ms: a million GB-seconds.
  assert.equal(price('x86_64', 0).toFixed(4), (16.6667 + 0.4).toFixed(4));
  assert.equal(price('arm64', 0).toFixed(4), (13.3334 + 0.4).toFixed(4));
});

test('a cold start is billed with its invocation', () => {
  assert.equal(price('x86_64', 1000).toFixed(4), (3 * 16.6667 + 0.4).toFixed(4));
  assert.equal(price('x86_64', 500).toFixed(4), (2 * 16.6667 + 0.4).toFixed(4));
});

test('both outputs exist when the slower function has finished', () => {
  assert.equal(slowerMs(result, 3), 750);
});
