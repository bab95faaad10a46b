import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { root } from '../../cli/project.mjs';

/** `test/workbook/` runs the commands of the workbook's tasks. */
const PAGES = ['README.md', 'docs/*.md', 'docs/**/*.md', 'lab/*.md', ':!lab/task-*.md'];
const COMMAND = /^(npm|sam|aws) /;

/** Returns each command in README, `docs/` and `lab/`, with the pages that name it. */
export function readDocumentedCommands(): Map<string, string[]> {
  const commands = new Map<string, string[]>();
  for (const page of execFileSync('git', ['ls-files', ...PAGES], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n'))
    for (const command of commandsIn(readFileSync(path.join(root, page), 'utf8')))
      commands.set(command, [...(commands.get(command) ?? []), page]);
  return commands;
}

/** Returns the lines of shell blocks and the inline code that are commands of npm, SAM or the AWS CLI. */
export function commandsIn(markdown: string): string[] {
  const tokens = new MarkdownIt().parse(markdown, {}).flatMap((token) => token.children ?? [token]);
  const texts = tokens.flatMap(({ type, info, content }) => {
    if (type === 'code_inline') return [content];
    const isShell = type === 'code_block' || (type === 'fence' && ['', 'sh', 'bash'].includes(info));
    return isShell ? content.split('\n') : [];
  });
  const commands = texts.map((text) => text.replace(/\s+#.*/, '').trim());
  return [...new Set(commands.filter((command) => COMMAND.test(command)))];
}
