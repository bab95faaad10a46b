/**
 * Text as Markdown shows it as it is: what would be markup is escaped, and line ends become spaces, so that it fits into
 * a table's cell.
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
      .trimStart()
      .replace(/[\\`*_[\]#|~$@]/g, '\\$&')
      // At its beginning it would make a list, or underline what stands above.
      .replace(/^[-+=]/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Else a bare address becomes a link.
      .replaceAll('://', ':&#47;/')
      .replaceAll('www.', 'www&#46;')
  );
}

/** A block of code whose fence is longer than any within it. */
export function fencedJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${json}\n${fence}`;
}

/** @param head titles of the columns; a `:` at the end aligns the column to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const titles = head.map((title) => title.replace(/:$/, ''));
  const rule = head.map((title) => (title.endsWith(':') ? '--:' : '---'));
  return [line(titles), line(rule), ...rows.map(line)].join('\n');
}
