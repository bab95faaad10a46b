import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { root } from '../../cli/project.mjs';

/** Checks a text with the rules in `.textlintrc.json`. @returns the messages. */
async function lint(text: string): Promise<string> {
  const args = ['--stdin', '--stdin-filename', 'page.md', '--format', 'unix'];
  const { all } = await execa('textlint', args, {
    cwd: root,
    input: text,
    preferLocal: true,
    localDir: root,
    reject: false,
    all: true,
  });
  return all;
}

describe('npm run lint:prose', () => {
  it('accepts a short sentence with the right terms', async () => {
    assert.equal(await lint('CloudWatch keeps the logs for thirty days.\n'), '');
  });

  it('finds a sentence of more than 30 words', async () => {
    assert.match(await lint(`The ${'very '.repeat(30)}long sentence ends.\n`), /maximum word count of 30/);
  });

  it('finds a banned word and a misspelt term of AWS', async () => {
    const found = await lint('It was tried thrice, says Cloudwatch.\n');
    assert.match(found, /thrice/);
    assert.match(found, /Cloudwatch/);
  });
});
