import assert from 'node:assert/strict';
import { it } from 'node:test';
import { HELP_OPTION, renderHelp } from './help.ts';

it('the help shows what the command does, its options, examples and exit status', () => {
  const help = renderHelp({
    ...{ script: 'costs', about: 'Estimates the costs.', examples: ['npm run costs -- --pictures 10'] },
    options: {
      pictures: { type: 'string', value: 'N', text: 'number of uploads in a month (default: 1000000)' },
      help: HELP_OPTION,
    },
    exitStatus: '0 if the costs were estimated, 2 if not.',
  });
  assert.equal(
    help,
    `npm run costs [-- options]

  Estimates the costs.

  --pictures N  number of uploads in a month (default: 1000000)
  --help        show this text

Examples:
  npm run costs -- --pictures 10

Exit status: 0 if the costs were estimated, 2 if not.`,
  );
});

it('long texts are wrapped at 80 columns and stay in their column', () => {
  const long = 'word '.repeat(40).trim();
  const help = renderHelp({
    ...{ script: 'start', about: long, exitStatus: long },
    options: { port: { type: 'string', value: 'N', text: long }, help: HELP_OPTION },
  });
  const lines = help.split('\n');
  for (const line of lines) assert.ok(line.length <= 80, line);
  const first = lines.findIndex((line) => line.startsWith('  --port N  word'));
  assert.ok(first > 0, help);
  assert.match(lines[first + 1] ?? '', /^ {12}word/);
});
