import Table from 'cli-table3';

/** What a section found, to be shown: the first column to the left, the others to the right. */
export interface Figures {
  head: readonly string[];
  body: readonly (readonly string[])[];
}

export function toMarkdown(tables: readonly Figures[]): string {
  return tables
    .map(({ head, body }) => {
      const lines = [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...body];
      return lines
        .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
        .join('\n');
    })
    .join('\n\n');
}

/** For a terminal of 80 columns, as far as the tables are that narrow. */
export function toTerminal(tables: readonly Figures[]): string {
  return tables
    .map(({ head, body }) => {
      const table = new Table({
        head: [...head],
        colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
        style: { compact: true, head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
      });
      table.push(...body.map((row) => [...row]));
      return table.toString();
    })
    .join('\n');
}
