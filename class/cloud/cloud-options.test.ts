import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DEPLOY_USAGE,
  parseDeployOptions,
  parseResultsOptions,
  parseRunOptions,
  RESULTS_USAGE,
  RUN_USAGE,
} from './cloud-options.ts';

const words = (text: string) => text.split(' ').filter((word) => word !== '');

describe('the options of a class on Step Functions', () => {
  it('set only the parameters that the user chose', () => {
    assert.deepEqual(parseDeployOptions([]).parameters, {});
    const chosen = parseDeployOptions(words('--every-hours 1 --deadline 2026-12-24T18:00+01:00 --at-once 8'));
    assert.deepEqual(chosen.parameters, {
      AtOnce: '8',
      Schedule: 'rate(1 hour)',
      Deadline: '2026-12-24T17:00:00Z',
    });
  });

  it('grade read-only and all tasks, unless the user chooses otherwise', () => {
    const { settings, stack } = parseRunOptions(['roster.csv']);
    assert.deepEqual(settings, { readOnly: true, gradebook: 'plain', tasks: [], without: [], timeout: 180 });
    assert.equal(stack, 'image-lab-class');
    const other = parseRunOptions(words('roster.csv --probe --without 4 --timeout 240 --gradebook moodle'));
    assert.deepEqual(other.settings, {
      ...{ readOnly: false, gradebook: 'moodle', tasks: [], without: ['4'], timeout: 240 },
    });
  });

  for (const [parse, args, message] of [
    [parseRunOptions, '', /Expected one roster, or --continue/],
    [parseRunOptions, 'roster.csv --continue', /Expected one roster, or --continue/],
    [parseRunOptions, 'roster.csv --timeout 900', /--timeout must be a whole number from 10 to 240/],
    [parseRunOptions, 'roster.csv --without 10', /--without must be one of/],
    [parseRunOptions, 'roster.csv --gradebook excel', /--gradebook must be one of plain, canvas, moodle/],
    [parseDeployOptions, '--at-once 0', /--at-once must be a whole number from 1 to 1000/],
    [parseDeployOptions, '--deadline soon', /--deadline: The deadline must look like/],
    [parseDeployOptions, '--local --region eu-west-1', /--local cannot be combined/],
    [parseResultsOptions, '--run ../other', /--run must be the name of a run/],
  ] as const) {
    it(`are refused with what was expected: ${args || '(nothing)'}`, () => {
      assert.throws(() => parse(words(args)), { message });
    });
  }

  it('are explained within 80 columns', () => {
    for (const line of [DEPLOY_USAGE, RUN_USAGE, RESULTS_USAGE].flatMap((usage) => usage.split('\n')))
      assert.ok(line.length <= 80, line);
  });
});
