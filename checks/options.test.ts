import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCheckOptions, USAGE } from './options.ts';

describe('the options of npm run check', () => {
  it('default to all tasks, on the terminal', () => {
    const { tasks, without, destinations, timeout, readOnly, local } = parseCheckOptions([]);
    assert.deepEqual(destinations, [{ format: 'terminal' }]);
    assert.deepEqual(
      { tasks, without, timeout, readOnly, local },
      { tasks: [], without: [], timeout: 120, readOnly: false, local: false },
    );
  });

  it('can name several tasks and formats, and whole tasks', () => {
    const { tasks, destinations } = parseCheckOptions(
      '--task 2 --task 3.1 --format terminal --format html=out/my=grade.html'.split(' '),
    );
    assert.deepEqual(tasks, ['2', '3.1']);
    assert.deepEqual(destinations, [{ format: 'terminal' }, { format: 'html', file: 'out/my=grade.html' }]);
  });

  for (const [args, message] of [
    ['--tusk 2', /Unknown option '--tusk'/],
    ['2.1', /Unexpected argument '2\.1'/],
    ['--task 2.4', /--task must be one of 1, 2\.1, .*9, .*but it is '2\.4'/],
    ['--task 10', /--task .* but it is '10'/],
    ['--without 10', /--without must be one of 1, 2\.1, .* but it is '10'/],
    ['--task 4 --without 4', /--without 4 leaves no task to grade/],
    ['--format pdf', /--format must be one of terminal, json, .* but it is 'pdf'/],
    ['--timeout soon', /--timeout must be a number of seconds .* but it is 'soon'/],
    ['--local --profile me', /--local grades the embedded AWS/],
    ['--from facts.json --local', /--from grades a file/],
    ['--format html=a.x --format json=a.x', /a\.x would be written twice/],
    ['--format json=a.x --save a.x', /a\.x would be written twice/],
    ['--from a.json --from b.json', /--from is given twice/],
    ['--stack a --stack=b', /--stack is given twice/],
    ['--format json --format markdown', /Only one --format can be printed/],
  ] as const) {
    it(`are refused with what was expected: ${args}`, () => {
      assert.throws(() => parseCheckOptions(args.split(' ')), { message, fix: 'npm run check -- --help' });
    });
  }

  it('are shown in examples that the command accepts', () => {
    const start = '  npm run check -- ';
    const examples = USAGE.split('\n').filter((line) => line.startsWith(start));
    assert.ok(examples.length > 0);
    for (const example of examples) parseCheckOptions(example.slice(start.length).split(' '));
  });

  it('are explained within 80 columns', () => {
    for (const line of USAGE.split('\n')) assert.ok(line.length <= 80, line);
  });
});
