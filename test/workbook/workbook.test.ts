import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { tasks } from '../../checks/tasks.ts';
import { root } from '../../cli/project.mjs';
import { taskPage } from '../../lab/task-page.ts';
import { mutants } from '../../solve/faults/mutants.ts';
import { hintsIn } from '../corpus/transcript.ts';
import { readTranscript } from '../corpus/transcript-files.ts';
import { assertPrinted } from './printed.ts';
import { parsePage, readPages } from './read-page.ts';

const pages = readPages();
const template = readFileSync(path.join(root, 'template.yaml'), 'utf8');

describe('the workbook', () => {
  it('has a page for each task, in the order of the tasks', () => {
    const files = pages.map(({ file }) => file);
    assert.deepEqual(
      files,
      tasks.map(({ id }) => taskPage(id)),
    );
  });

  for (const { task, file, sections, blocks, mistakes, excerpts, text } of pages) {
    it(`explains task ${task} in the same sections as the others`, () => {
      assert.deepEqual(sections, [
        'What it is for',
        'Know this first',
        'Do it',
        'What you see then',
        'Check it',
        'Usual mistakes',
        'Think further',
      ]);
      assert.match(text, /```mermaid\n/);
      assert.match(text, /### In the AWS console\n\*November 2026, after AWS's guides? \[/);
    });

    it(`has the command that grades task ${task}, and what it prints`, () => {
      const [check, ...others] = blocks.filter(({ commands }) => commands.includes('npm run check'));
      assert.deepEqual(others, []);
      assert.equal(check?.commands, `npm run check -- --local --task ${task}\n`);
      assert.match(check?.prints ?? '', /^Everything is right/);
    });

    it(`has commands for task ${task} that mean the same in bash and zsh`, () => {
      for (const { commands } of blocks) {
        // zsh takes `:r` after a name without braces for a modifier. Its interactive shell has no comments.
        assert.doesNotMatch(commands, /\$\w+:/);
        assert.doesNotMatch(commands, /^\s*#|\s# /m);
      }
    });

    it(`shows lines of template.yaml for task ${task}`, () => {
      assert.ok(excerpts.length > 0, file);
      for (const excerpt of excerpts) assert.ok(`\n${template}`.includes(`\n${excerpt}`), excerpt);
    });

    it(`quotes what the grader says to usual mistakes in task ${task}`, () => {
      assert.ok(mistakes.length > 0, file);
      for (const { mistake, hint } of mistakes) assert.ok(hintsTo(mistake, task).includes(hint), mistake);
    });
  }
});

/** Returns what the grader says to a mistake of the corpus about the steps of a task. */
function hintsTo(mistake: string, task: string): string[] {
  const mutant = mutants.find((candidate) => candidate.mistake === mistake);
  assert.ok(mutant, `Expected a mistake of the corpus, found: ${mistake}`);
  const hints = [...hintsIn(readTranscript(mutant))];
  return hints.filter(([step]) => step.startsWith(`${task}.`)).map(([, hint]) => hint);
}

describe('a page', () => {
  const page = parsePage(
    [
      '## One\n\n```sh\naws one\n```\n\n```json\n{}\n```\n\n```sh\naws two\n```\n',
      '## Two\n\n```text\nno output\n```\n\n```yaml\na: b\n```\n',
      '**A mistake.** What to do.\n\n> The hint,\n> \\<n> s.\n',
    ].join('\n'),
  );

  it('has blocks of commands, with what they print in the same section', () => {
    const blocks = [
      { commands: 'aws one\n', prints: '{}\n' },
      { commands: 'aws two\n', prints: null },
    ];
    assert.deepEqual(page.blocks, blocks);
  });

  it('has sections, lines of the template, and mistakes with their hints', () => {
    assert.deepEqual(page.sections, ['One', 'Two']);
    assert.deepEqual(page.excerpts, ['a: b\n']);
    assert.deepEqual(page.mistakes, [{ mistake: 'A mistake.', hint: 'The hint, <n> s.' }]);
  });
});

describe('what commands print', () => {
  const shown = 'One … three\n…\nend\n';

  it('matches a page on which … stands for any text, or for any lines', () => {
    assertPrinted('> npm\n\nOne two three\nend\n', shown, '');
    assertPrinted('One 2 three  \nmore\nand more\nend\n', shown, '');
  });

  it('must not have other text or lines', () => {
    for (const printed of ['One two four\nend\n', 'One two three\n', 'One two three\nend\nmore\n'])
      assert.throws(() => assertPrinted(printed, shown, 'aws'), /aws/);
  });
});
