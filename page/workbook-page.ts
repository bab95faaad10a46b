import { readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { root } from '../cli/project.mjs';
import { taskPage } from '../lab/task-page.ts';
import { taskRef } from './empty-state.ts';
import type { WorkbookPage } from './hop-detail.ts';

/** Without HTML of its own, so that the result holds only the elements of Markdown. */
const markdown = new MarkdownIt({ html: false, linkify: false });

const defaultLink = markdown.renderer.rules.link_open;
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  const token = tokens[index];
  token?.attrSet('href', localLink(String(token.attrGet('href') ?? '')));
  return defaultLink?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options);
};
// Pictures of the workbook are on disk, and remote ones are not loaded.
markdown.renderer.rules.image = (tokens, index) => markdown.utils.escapeHtml(tokens[index]?.content ?? '');

/** Returns the workbook's page for a task as HTML; undefined when there is no such task. */
export function workbookPage(id: string): WorkbookPage | undefined {
  const task = /^\d(\.\d)?$/.test(id) ? taskRef(id) : null;
  if (task === null) return undefined;
  try {
    return { task, html: markdown.render(readFileSync(path.join(root, taskPage(id)), 'utf8')) };
  } catch {
    return undefined;
  }
}

/** Links to other tasks stay on the page. Other files of the project have no address here. */
function localLink(href: string): string {
  const [, task] = /^(?:\.\/)?task-(\d(?:-\d)?)\.md/.exec(href) ?? [];
  if (task !== undefined) return `#task-${task.replace('-', '.')}`;
  return /^(https:\/\/|#)/.test(href) ? href : '#';
}
