import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deadLetterQueueName,
  inWords,
  LAB_OUTPUT_NAMES,
  mapLabOutputs,
  mapOutputs,
  OUTPUT_NAMES,
  outputId,
  queueName,
} from './output-names.ts';
import { OUTPUTS } from './outputs.ts';

test('the lab asks for two outputs, whatever else the table has', () => {
  assert.deepEqual(LAB_OUTPUT_NAMES, ['thumbnail', 'mobile']);
  assert.deepEqual(Object.keys(mapLabOutputs(String)), ['thumbnail', 'mobile']);
  assert.deepEqual([OUTPUTS.thumbnail.box, OUTPUTS.mobile.box], [128, 640]);
});

test('names and prefixes can be used in logical ids, queue names and keys, and are distinct', () => {
  const rows = Object.values(OUTPUTS);
  for (const name of OUTPUT_NAMES) assert.match(name, /^[a-z]+$/);
  for (const { prefix, functionName, box } of rows) {
    assert.match(prefix, /^[a-z]+\/$/);
    assert.notEqual(prefix, 'ingest/', 'an output in ingest/ would be processed again, without end');
    assert.match(functionName, /^Create[A-Za-z]+$/);
    assert.ok(Number.isInteger(box) && box >= 16 && box <= 4096, String(box));
  }
  for (const key of ['prefix', 'functionName'] as const)
    assert.equal(new Set(rows.map((row) => row[key])).size, rows.length);
});

test('the names of the parts follow from the name of the output', () => {
  assert.equal(outputId('mobile'), 'Mobile');
  assert.equal(queueName('mobile'), 'mobile-queue');
  assert.equal(deadLetterQueueName('mobile'), 'mobile-dead-letter-queue');
  assert.deepEqual(Object.keys(mapOutputs(String)), [...OUTPUT_NAMES]);
});

test('a list reads like a sentence', () => {
  assert.equal(inWords(['a']), 'a');
  assert.equal(inWords(['a', 'b', 'c']), 'a, b and c');
  assert.equal(inWords(['a', 'b'], 'or'), 'a or b');
});
