import { CsvError, parse } from 'csv-parse/sync';

/** A row of a CSV file. All cells are text, so that leading zeros stay. */
export interface CsvRow {
  /** The line on which it begins. The first line of the file is 1. */
  line: number;
  cells: string[];
}

export interface CsvProblem {
  line: number;
  problem: string;
}

/** Characters. A longer row is a mistake, such as a quotation mark that is never closed. */
const LONGEST_ROW = 100_000;

/**
 * Parses a CSV file. The header tells whether commas, semicolons (as in Excel in many languages) or tabs separate the cells. A
 * byte order mark, CRLF, quoted cells with line ends, and Excel's line `sep=;` are accepted. Empty rows are left out.
 * @returns the rows before the first one that cannot be parsed, and the problem with that one.
 */
export function parseCsv(bytes: Uint8Array): { rows: CsvRow[]; problem?: CsvProblem } {
  const decoded = decode(bytes);
  if (decoded === undefined)
    return {
      rows: [],
      problem: { line: 1, problem: 'The file is not encoded in UTF-8. Save it as "CSV UTF-8".' },
    };
  const { text, skipped, delimiter } = separatorOf(decoded);
  const rows: CsvRow[] = [];
  let ended = 0;
  try {
    parse(text, {
      ...{ delimiter, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_ROW },
      ...{ raw: true, trim: true },
      on_record: (parsed: unknown, { lines }) => {
        // The option `raw` puts the row and its text into an object.
        const { record, raw } = parsed as { record: string[]; raw: string };
        const ownLines = raw.trim().split(/\r\n|\r|\n/).length;
        ended = skipped + lines;
        rows.push({ line: ended - ownLines + 1, cells: record });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, problem: { line: ended + 1, problem: explain(error) } };
  }
  return { rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

/** Excel's "Unicode text" is UTF-16. @returns undefined for another encoding. */
function decode(bytes: Uint8Array): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function separatorOf(text: string): { text: string; skipped: number; delimiter: string } {
  const named = /^sep=(.)\r?\n/i.exec(text);
  if (named) return { text: text.slice(named[0].length), skipped: 1, delimiter: named[1] ?? ',' };
  const header =
    text
      .slice(0, LONGEST_ROW)
      .split(/[\r\n]/)
      .find((line) => line.trim() !== '') ?? '';
  const unquoted = header.replace(/"[^"]*"/g, '');
  const count = (one: string) => unquoted.split(one).length;
  const [delimiter = ','] = [',', ';', '\t'].toSorted((one, other) => count(other) - count(one));
  return { text, skipped: 0, delimiter };
}

function explain({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark opens a cell and is never closed.';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `The row has more than ${LONGEST_ROW} characters. A quotation mark may be missing.`;
  return `The row is not valid CSV: ${message}.`;
}
