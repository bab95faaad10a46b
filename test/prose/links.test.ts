import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import MarkdownIt from 'markdown-it';
import { root } from '../../cli/project.mjs';

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

describe('a link in a Markdown page', () => {
  it('names a file and a heading that exist', () => {
    const broken = pages.flatMap((page) =>
      brokenLinks(page, readFileSync(path.join(root, page), 'utf8')).map((link) => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('is found if its file or its heading does not exist', () => {
    const text = '# Here\n\n[a](nowhere.md) [b](lab/README.md#nowhere) [c](#here) [d](lab/task-2-1.md)';
    assert.deepEqual(brokenLinks('README.md', text), ['nowhere.md', 'lab/README.md#nowhere']);
  });
});

/** @param page its path in the project. @returns the links to files or headings that do not exist. */
function brokenLinks(page: string, text: string): string[] {
  return linksIn(text).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', heading] = link.split('#');
    const target = file === '' ? path.join(root, page) : path.join(root, path.dirname(page), file);
    if (!existsSync(target)) return true;
    if (heading === undefined || statSync(target).isDirectory()) return false;
    return !anchorsIn(file === '' ? text : readFileSync(target, 'utf8')).includes(heading);
  });
}

function linksIn(text: string): string[] {
  const tokens = new MarkdownIt().parse(text, {}).flatMap((token) => token.children ?? []);
  return tokens.flatMap((token) => String(token.attrGet('href') ?? token.attrGet('src') ?? '') || []);
}

/** Returns the anchors that GitHub makes of the headings. */
function anchorsIn(text: string): string[] {
  return new MarkdownIt()
    .parse(text, {})
    .flatMap((token, index, all) => (all[index - 1]?.type === 'heading_open' ? [token.content] : []))
    .map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
}
