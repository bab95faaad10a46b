/** Renderings as they are read: `UPDATE_GOLDEN=1 npm test` writes them again, to be reviewed like code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fixtureGrade, fixtureNames } from './fixtures.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTerminal } from './terminal.ts';

const renderings = {
  txt: (name) => renderTerminal(fixtureGrade(name), { colour: false, width: 80 }),
  md: (name) => renderMarkdown(fixtureGrade(name)),
} as const satisfies Record<string, (name: (typeof fixtureNames)[number]) => string>;

describe('a rendering is the one that was reviewed (else run: UPDATE_GOLDEN=1 npm test)', () => {
  for (const name of fixtureNames) {
    for (const [format, render] of Object.entries(renderings)) {
      it(`${name}.${format}`, () =>
        compare(new URL(`golden/${name}.${format}`, import.meta.url), render(name)));
    }
  }
});

function compare(golden: URL, rendered: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, rendered);
  assert.ok(existsSync(golden), `There is no ${golden.pathname}: run UPDATE_GOLDEN=1 npm test`);
  assert.equal(rendered, readFileSync(golden, 'utf8'));
}
