import { cleanText } from '../../cli/clean-text.mjs';

/**
 * Escapes a text so that Markdown shows it unchanged. Line ends become spaces, so that the text fits into a table's cell.
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function escapeMarkdown(text: string): string {
  return (
    cleanText(text)
      .trimStart()
      .replace(/[\\`*_[\]#|~$@]/g, '\\$&')
      // At the beginning of a line these would start a list or underline the text above.
      .replace(/^[-+=]/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Otherwise a bare address becomes a link.
      .replaceAll('://', ':&#47;/')
      .replaceAll('www.', 'www&#46;')
  );
}

/** A fenced code block. Its fence is longer than any run of backticks in the code. */
export function fencedJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${json}\n${fence}`;
}

/**
 * Renders a table.
 * @param head titles of the columns; a `:` at the end aligns the column to the right.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const titles = head.map((title) => title.replace(/:$/, ''));
  const rule = head.map((title) => (title.endsWith(':') ? '--:' : '---'));
  return [line(titles), line(rule), ...rows.map(line)].join('\n');
}
