import { stripVTControlCharacters, styleText } from 'node:util';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';

/** What a terminal report is written on: a width, with or without colour. */
export type Paper = ReturnType<typeof createPaper>;

export type Style = Parameters<typeof styleText>[0];

interface Column {
  width: number;
  align?: 'left' | 'right';
}

type Cell = string | { content: string; colSpan: number };

/** @param width columns, at most; from 40 to 80. */
export function createPaper({ colour, width: asked }: { colour: boolean; width: number }) {
  const width = Math.max(40, Math.min(80, Math.floor(asked)));
  return { width, style, wrap, table };

  function style(format: Style, text: string): string {
    return colour ? styleText(format, text, { validateStream: false }) : text;
  }

  /** Breaks a text into lines; all but the first line are set in by as many spaces as asked for. */
  function wrap(text: string, { columns = width, indent = 0 } = {}): string {
    const lines = wrapAnsi(keepTogether(text), columns - indent, { hard: true });
    return lines.replaceAll('\n', `\n${' '.repeat(indent)}`);
  }

  /** Columns without lines between them. A cell has to be wrapped before. */
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

/** `640 × 480` stays on one line. */
function keepTogether(text: string): string {
  return text.replace(/(\d) × (\d)/g, '$1\u00a0×\u00a0$2');
}

/** Names and log lines are other people's: what could steer a terminal is taken out. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ');
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
