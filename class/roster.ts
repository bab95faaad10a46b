import { type CsvProblem, type CsvRow, parseCsv } from './csv.ts';
import type { Learner } from './learner.ts';
import { type Cells, COLUMNS, type Column, readLearner } from './roster-row.ts';

export interface Roster {
  /** In the order of the file. */
  learners: Learner[];
  /** What is wrong with the file, in the order of its lines. Nothing is graded while there is a problem. */
  problems: CsvProblem[];
  /** Columns that the grader does not know. */
  ignored: string[];
  /** Whether it is a gradebook that Canvas exported. */
  isCanvas: boolean;
}

const WAYS_IN: readonly Column[] = ['profile', 'role_arn', 'facts'];

/**
 * Reads a roster, or a gradebook that Canvas exported and to which the ways in were added. Columns may come in any order.
 * @param bytes of the CSV file. All cells are text.
 */
export function parseRoster(bytes: Uint8Array): Roster {
  const { rows, problem } = parseCsv(bytes);
  const [header, ...rest] = rows;
  if (header === undefined) {
    const empty = {
      line: 1,
      problem: 'The file has no row. The first row must name the columns, such as id,name,email.',
    };
    return { learners: [], problems: [problem ?? empty], ignored: [], isCanvas: false };
  }
  const isCanvas = isCanvasHeader(header.cells);
  const columns = header.cells.map((cell) => columnOf(cell, isCanvas));
  const problems = headerProblems(header, columns, isCanvas);
  if (problems.length > 0) return { learners: [], problems, ignored: [], isCanvas };
  const learners: Learner[] = [];
  for (const row of isCanvas ? rest.filter(isCanvasLearner(columns)) : rest) {
    const read =
      row.cells.length > columns.length
        ? tooLong(row, columns.length)
        : readLearner(cellsOf(row, columns), row.line, isCanvas);
    if ('learner' in read) learners.push(read.learner);
    else problems.push(...read.problems.map((one) => ({ line: row.line, problem: one })));
  }
  problems.push(...duplicates(learners), ...(problem ? [problem] : []));
  if (learners.length === 0 && problems.length === 0)
    problems.push({ line: header.line, problem: 'The file has a header, but no learner.' });
  const ignored = isCanvas ? [] : header.cells.filter((_, index) => columns[index] === undefined);
  return { learners, problems: problems.toSorted((one, other) => one.line - other.line), ignored, isCanvas };
}

/** Canvas names the columns of identity and puts one column for each assignment behind them. */
function isCanvasHeader(cells: readonly string[]): boolean {
  const names = cells.map(plainName);
  return ['student', 'id', 'section'].every((name) => names.includes(name));
}

/** Leaves out Canvas's row of possible points, its row about muted assignments, and its test student. */
function isCanvasLearner(columns: readonly (Column | undefined)[]) {
  return (row: CsvRow): boolean => {
    const { student = '', canvas_id: id = '', section = '' } = cellsOf(row, columns);
    if (/^points possible$/i.test(student) || (student === '' && id === '')) return false;
    return !(/^student, test$/i.test(student) && (id === '' || section === ''));
  };
}

function columnOf(cell: string, isCanvas: boolean): Column | undefined {
  const name = plainName(cell);
  // In a gradebook, this is Canvas's own id.
  const called = isCanvas && name === 'id' ? 'canvas_id' : name;
  return COLUMNS.find((column) => column === called);
}

/** `SIS User ID`, `sis-user-id` and `sis_user_id` are the same column. */
function plainName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function headerProblems(
  { line }: CsvRow,
  columns: readonly (Column | undefined)[],
  isCanvas: boolean,
): CsvProblem[] {
  const known = columns.filter((column) => column !== undefined);
  const twice = known.filter((column, index) => known.indexOf(column) !== index);
  const missing = isCanvas || known.includes('id') ? [] : ['There is no column named id.'];
  const noWayIn = WAYS_IN.some((column) => known.includes(column))
    ? []
    : ['There is no column with a way into the accounts. Add profile, role_arn with external_id, or facts.'];
  return [...twice.map((column) => `The column ${column} occurs twice.`), ...missing, ...noWayIn].map(
    (problem) => ({ line, problem }),
  );
}

function cellsOf({ cells }: CsvRow, columns: readonly (Column | undefined)[]): Cells {
  return Object.fromEntries(
    columns.flatMap((column, index) => (column ? [[column, cells[index] ?? '']] : [])),
  );
}

function tooLong({ cells }: CsvRow, columns: number): { problems: string[] } {
  const found = `The row has ${cells.length} cells, but the header has ${columns}.`;
  return { problems: [`${found} A cell that contains the separator must be quoted.`] };
}

function duplicates(learners: readonly Learner[]): CsvProblem[] {
  const first = new Map<string, number>();
  return learners.flatMap(({ id, line }) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, line);
    return before === undefined ? [] : [{ line, problem: `The id '${id}' is already on line ${before}.` }];
  });
}
