import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBenchOptions } from './options.ts';

const names = ['warm', 'cold', 'memory'];

describe('the options of the benchmark', () => {
  it('measure all sections by default', () => {
    assert.deepEqual(parseBenchOptions([], names).only, names);
    assert.deepEqual(parseBenchOptions(['--only', 'cold,warm', '--short'], names), {
      only: ['cold', 'warm'],
      short: true,
      write: false,
      help: false,
    });
  });

  it('reject an unknown section and an unknown option', () => {
    assert.throws(() => parseBenchOptions(['--only', 'warm,hot'], names), /found 'hot'/);
    assert.throws(() => parseBenchOptions(['--shrot'], names), /Unknown option '--shrot'/);
  });
});
