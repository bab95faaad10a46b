import Table from 'cli-table3';

/** A table of results. The first column is aligned to the left, and the others to the right. */
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

/** Renders tables for a terminal with 80 columns. Wide tables can be wider. */
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
