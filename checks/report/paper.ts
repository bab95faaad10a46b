import { styleText } from 'node:util';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';

/** The tools for a terminal report of one width, with or without colour. */
export type Paper = ReturnType<typeof createPaper>;

export type Style = Parameters<typeof styleText>[0];

interface Column {
  width: number;
  align?: 'left' | 'right';
}

type Cell = string | { content: string; colSpan: number };

/**
 * Makes the tools for a terminal report.
 * @param width of the terminal in columns; reports use from 40 to 80 of them.
 */
export function createPaper({ colour, width: asked }: { colour: boolean; width: number }) {
  const width = Math.max(40, Math.min(80, Math.floor(asked)));
  return { width, style, wrap, table };

  function style(format: Style, text: string): string {
    return colour ? styleText(format, text, { validateStream: false }) : text;
  }

  /** Breaks a text into lines. `indent`: number of spaces before every line except the first. */
  function wrap(text: string, { columns = width, indent = 0 } = {}): string {
    const lines = wrapAnsi(keepTogether(text), columns - indent, { hard: true });
    return lines.replaceAll('\n', `\n${' '.repeat(indent)}`);
  }

  /** Renders columns without lines between them. Texts in cells must already be wrapped. */
  function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
    const drawn = new Table({
      chars: NO_LINES,
      colWidths: columns.map((column) => column.width),
      colAligns: columns.map(({ align = 'left' }) => align),
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    });
    drawn.push(...rows.map((cells) => [...cells]));
    return drawn
      .toString()
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n');
  }
}

/** Keeps `640 × 480` on one line. */
function keepTogether(text: string): string {
  return text.replace(/(\d) × (\d)/g, '$1\u00a0×\u00a0$2');
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
