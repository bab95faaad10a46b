/** Complete renderings. `UPDATE_GOLDEN=1 npm test` writes them again, for review like code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fixtureGrade, fixtureNames } from '../../test/fixtures/grades.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTerminal } from './terminal.ts';

const renderings = {
  txt: (name) => renderTerminal(fixtureGrade(name), { colour: false, width: 80 }),
  md: (name) => renderMarkdown(fixtureGrade(name)),
} as const satisfies Record<string, (name: (typeof fixtureNames)[number]) => string>;

describe('a rendering equals the reviewed one (to update it, run UPDATE_GOLDEN=1 npm test)', () => {
  for (const name of fixtureNames) {
    for (const [format, render] of Object.entries(renderings)) {
      it(`${name}.${format}`, () =>
        compare(new URL(`golden/${name}.${format}`, import.meta.url), render(name)));
    }
  }
});

it('the sample in checks/README.md is part of a rendering', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, sample = ''] = /^```\n(Look at this next:[^`]*)\n```$/m.exec(readme) ?? [];
  const rendered = renderTerminal(fixtureGrade('one-wrong'), { colour: false, width: 80 }).split('\n');
  assert.ok(sample.length > 0);
  for (const line of sample.split('\n')) assert.ok(rendered.includes(line), line);
});

function compare(golden: URL, rendered: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, rendered);
  assert.ok(existsSync(golden), `There is no ${golden.pathname}: run UPDATE_GOLDEN=1 npm test`);
  assert.equal(rendered, readFileSync(golden, 'utf8'));
}
