import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { USAGE as CLEAN, parseCleanOptions } from './clean/options.ts';
import { USAGE as COSTS, parseCostOptions } from './costs/options.ts';
import { LIST_USAGE, parseListOptions, parseRedriveOptions, REDRIVE_USAGE } from './dead-letters/options.ts';

for (const [script, { usage, parse }] of Object.entries({
  clean: { usage: CLEAN, parse: parseCleanOptions },
  costs: { usage: COSTS, parse: (args: readonly string[]) => parseCostOptions(args) },
  'dead-letters': { usage: LIST_USAGE, parse: parseListOptions },
  redrive: { usage: REDRIVE_USAGE, parse: parseRedriveOptions },
})) {
  describe(`the help of npm run ${script}`, () => {
    it('fits into 80 columns', () => {
      for (const line of usage.split('\n')) assert.ok(line.length <= 80, line);
    });

    it('has only examples that the command accepts', () => {
      const start = `  npm run ${script} -- `;
      const examples = usage.split('\n').filter((line) => line.startsWith(start));
      assert.ok(examples.length > 0);
      for (const example of examples) parse(example.slice(start.length).split(' '));
    });
  });
}
