import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import { root } from '../../cli/project.mjs';

/** A page `lab/task-*.md` of the workbook. */
export interface Page {
  /** Path in the project: `lab/task-2-1.md`. */
  file: string;
  /** `2.1` */
  task: string;
  text: string;
  /** The blocks of commands, in order. */
  blocks: CommandBlock[];
  /** The section "Usual mistakes". */
  mistakes: UsualMistake[];
  /** The blocks of YAML: lines of `template.yaml`. */
  excerpts: string[];
  /** Headings of the second level. */
  sections: string[];
}

export interface CommandBlock {
  commands: string;
  /** Null when the page shows no output. */
  prints: string | null;
}

export interface UsualMistake {
  mistake: string;
  hint: string;
}

/** Reads the pages of the tasks, in the order of the lab. */
export function readPages(): Page[] {
  const files = readdirSync(path.join(root, 'lab')).filter((name) => /^task-.*\.md$/.test(name));
  return files.sort().map((name) => {
    const file = `lab/${name}`;
    const task = name.replace(/^task-(.*)\.md$/, '$1').replace('-', '.');
    return { file, task, ...parsePage(readFileSync(path.join(root, file), 'utf8')) };
  });
}

/**
 * Parses a page. A block of `text` or `json` after a block of `sh` in the same section is what the commands print. A usual mistake
 * is a paragraph that begins with bold text, and its hint is the quotation that follows. A quotation without one has an empty mistake.
 */
export function parsePage(text: string): Omit<Page, 'file' | 'task'> {
  const blocks: CommandBlock[] = [];
  const mistakes: UsualMistake[] = [];
  const excerpts: string[] = [];
  const sections: string[] = [];
  let last: CommandBlock | undefined;
  let mistake: string | undefined;
  let isQuoted = false;
  let isHeading = false;
  for (const token of new MarkdownIt().parse(text, {})) {
    const { type, tag, info, content } = token;
    if (type === 'heading_open') last = mistake = undefined;
    if (type.startsWith('heading_')) isHeading = type === 'heading_open' && tag === 'h2';
    if (type === 'inline' && isHeading) sections.push(content);
    if (type === 'blockquote_open') isQuoted = true;
    if (type === 'blockquote_close') isQuoted = false;
    if (type === 'inline' && isQuoted) {
      mistakes.push({ mistake: mistake ?? '', hint: plainText(token) });
      mistake = undefined;
    } else if (type === 'inline') {
      mistake = boldBeginning(token) ?? mistake;
    }
    if (type !== 'fence') continue;
    if (info === 'yaml') excerpts.push(content);
    if (info === 'sh') {
      last = { commands: content, prints: null };
      blocks.push(last);
    } else if ((info === 'text' || info === 'json') && last?.prints === null) {
      last.prints = content;
    }
  }
  return { text, blocks, mistakes, excerpts, sections };
}

/** The text of a paragraph as a reader sees it, in one line. */
function plainText({ children }: Token): string {
  return (children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('');
}

function boldBeginning({ children }: Token): string | undefined {
  const parts = children ?? [];
  const start = parts.findIndex(({ type, content }) => type !== 'text' || content !== '');
  if (parts[start]?.type !== 'strong_open') return undefined;
  const end = parts.findIndex(({ type }) => type === 'strong_close');
  return parts
    .slice(start, end)
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('');
}
