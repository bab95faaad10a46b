import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LIST_USAGE, parseListOptions, parseRedriveOptions, REDRIVE_USAGE } from './options.ts';

it('by default, the commands use the current credentials, and redrive asks first', () => {
  assert.deepEqual(parseListOptions([]), { help: false, local: false, format: 'terminal' });
  assert.deepEqual(parseRedriveOptions([]), { help: false, local: false, yes: false });
});

it('numbers are parsed', () => {
  const { rate, timeout, yes } = parseRedriveOptions(['--rate', '50', '--timeout', '600', '-y']);
  assert.deepEqual([rate, timeout, yes], [50, 600, true]);
});

for (const [args, message] of [
  [['--rate', '501'], /--rate is '501': expected a whole number from 1 to 500/],
  [['--timeout', '1.5'], /--timeout is '1.5': expected a whole number/],
  [['--local', '--region', 'eu-west-1'], /--local cannot be combined with/],
  // SQS moves whole queues only.
  [['--key', 'ingest/a.jpg'], /Unknown option '--key'/],
] as const) {
  it(`${args.join(' ')} is rejected`, () => {
    assert.throws(() => parseRedriveOptions(args), {
      code: 'usage',
      message,
      fix: 'npm run redrive -- --help',
    });
  });
}

it('an unknown format is rejected', () => {
  assert.throws(() => parseListOptions(['--format', 'html']), { message: /expected terminal or json/ });
});

it('the help fits into 80 columns', () => {
  for (const line of `${LIST_USAGE}\n${REDRIVE_USAGE}`.split('\n')) assert.ok(line.length <= 80, line);
});
