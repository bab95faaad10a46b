import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBenchOptions } from './options.ts';

const names = ['warm', 'cold', 'memory'];

describe('the options of the benchmark', () => {
  it('measure all sections unless some are named', () => {
    assert.deepEqual(parseBenchOptions([], names).only, names);
    assert.deepEqual(parseBenchOptions(['--only', 'cold,warm', '--short'], names), {
      only: ['cold', 'warm'],
      short: true,
      write: false,
      help: false,
    });
  });

  it('refuse a section and an option that there is not', () => {
    assert.throws(() => parseBenchOptions(['--only', 'warm,hot'], names), /found 'hot'/);
    assert.throws(() => parseBenchOptions(['--shrot'], names), /Unknown option '--shrot'/);
  });
});
