import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtureGrade, fixtureNames } from '../../test/fixtures/grades.ts';
import type { Grade } from '../grade.ts';
import { renderMarkdown } from './markdown.ts';
import { escapeMarkdown, fencedJson } from './markdown-text.ts';

describe('a grade as Markdown', () => {
  for (const name of fixtureNames) {
    it(`has no HTML but what can be opened, and no pictures: ${name}`, () => {
      const text = renderMarkdown(fixtureGrade(name));
      const tags = new Set(text.match(/<\/?[a-z]+/g));
      for (const tag of tags) assert.match(tag, /^<\/?(details|summary)$/);
      assert.equal(text.includes('data:'), false);
    });
  }

  it('fits into a summary of GitHub Actions, however much evidence there is', () => {
    const grade = fixtureGrade('one-wrong');
    const seen = { log: 'x'.repeat(400_000) };
    const large: Grade = {
      ...grade,
      tasks: grade.tasks.map((task) => ({
        ...task,
        steps: task.steps.map((step) => ({
          ...step,
          verdict: 'fail' as const,
          hint: 'Wrong.',
          blockedBy: null,
          evidence: seen,
        })),
      })),
    };
    const text = renderMarkdown(large);
    assert.ok(Buffer.byteLength(text) < 1024 * 1024);
    assert.match(text, /\*\*7\.2\.mobile\*\*/);
  });

  it('is not broken by names in tables and lines', () => {
    const text = escapeMarkdown('a|b\nc `d` <img src=x> [e](https://f.example) &amp;');
    assert.equal(text, 'a\\|b c \\`d\\` &lt;img src=x&gt; \\[e\\](https:&#47;/f.example) &amp;amp;');
    assert.equal(escapeMarkdown('- 1'), '\\- 1');
    assert.equal(escapeMarkdown('1. a'), '1\\. a');
  });

  it('uses a fence that is longer than any in the code', () => {
    assert.match(fencedJson({ log: 'a ````` b' }), /^``````json\n[\s\S]*\n``````$/);
  });
});
