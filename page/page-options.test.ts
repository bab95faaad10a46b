import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePageOptions } from './page-options.ts';

describe('the options of npm run page', () => {
  it('only look, unless --write is given', () => {
    assert.equal(parsePageOptions([]).write, false);
    assert.deepEqual(parsePageOptions(['--local', '--write', '--page-port', '4800']), {
      ...{ help: false, local: true, write: true, port: 4800 },
    });
  });

  for (const [args, message] of [
    [['--replay', 'a', '--local'], /--replay shows a recording, so it cannot be combined/],
    [['--replay', 'a', '--record', 'b'], /--replay shows a recording/],
    [['--local', '--region', 'eu-west-1'], /--local cannot be combined with --profile or --region/],
    [['--page-port', 'x'], /--page-port must be a whole number/],
  ] as const) {
    it(`are rejected: ${args.join(' ')}`, () => assert.throws(() => parsePageOptions(args), message));
  }
});
