import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compactJson } from './compact-json.ts';

test('short values are on one line, and longer ones are spread', () => {
  assert.equal(compactJson({ a: [1, 'b'], c: {}, d: null }), '{ "a": [1, "b"], "c": {}, "d": null }');
  const long = 'x'.repeat(130);
  assert.equal(compactJson({ a: [1, 2], b: long }), `{\n  "a": [1, 2],\n  "b": "${long}"\n}`);
  assert.equal(compactJson([[long], [1]]), `[\n  ["${long}"],\n  [1]\n]`);
});

test('the text is JSON of the same value', () => {
  const value = { quote: '"', nested: [{ deep: ['x'.repeat(60), 'y'.repeat(60), { n: 1.5, t: true }] }] };
  assert.deepEqual(JSON.parse(compactJson(value)), value);
});
