import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCheckOptions, USAGE } from './options.ts';

describe('the options of npm run check', () => {
  it('are none: everything, to the terminal', () => {
    const { tasks, destinations, timeout, readOnly, local } = parseCheckOptions([]);
    assert.deepEqual(destinations, [{ format: 'terminal' }]);
    assert.deepEqual(
      { tasks, timeout, readOnly, local },
      { tasks: [], timeout: 120, readOnly: false, local: false },
    );
  });

  it('are several tasks and formats, whole tasks among them', () => {
    const { tasks, destinations } = parseCheckOptions(
      '--task 2 --task 3.1 --format terminal --format html=out/my=grade.html'.split(' '),
    );
    assert.deepEqual(tasks, ['2', '3.1']);
    assert.deepEqual(destinations, [{ format: 'terminal' }, { format: 'html', file: 'out/my=grade.html' }]);
  });

  for (const [args, message] of [
    ['--tusk 2', /Unknown option '--tusk'/],
    ['2.1', /Unexpected argument '2\.1'/],
    ['--task 2.4', /--task is '2\.4': expected one of 1, 2\.1, .*9/],
    ['--task 10', /--task is '10'/],
    ['--format pdf', /--format is 'pdf': expected terminal, json/],
    ['--timeout soon', /--timeout is 'soon': expected a number of seconds/],
    ['--local --profile me', /--local is the embedded AWS/],
    ['--from facts.json --local', /--from grades a file/],
    ['--format html=a.x --format json=a.x', /Two things would be written to a\.x/],
    ['--format json=a.x --save a.x', /Two things would be written to a\.x/],
    ['--format json --format markdown', /Only one --format can go to the terminal/],
  ] as const) {
    it(`are refused with what was expected: ${args}`, () => {
      assert.throws(() => parseCheckOptions(args.split(' ')), { message, fix: 'npm run check -- --help' });
    });
  }

  it('are explained within 80 columns', () => {
    for (const line of USAGE.split('\n')) assert.ok(line.length <= 80, line);
  });
});
