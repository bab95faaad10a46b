import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { type Account, countFates, FAULTY } from './accountant.ts';
import type { Outcome, Scenario } from './scenario.ts';

/** A scenario that ran to its end, or that stopped with an error. */
export type Result = Pick<Scenario, 'name' | 'title'> & { seconds: number } & (
    | ({ kind: 'ended' } & Outcome)
    | { kind: 'broken off'; reason: string }
  );

const HEAD = ['', 'broken', 'uploads', 'made', 'dead', 'other', 'lost', 'wrong', 'again', 's'];

const LEGEND =
  'broken: faults that the test caused. The next columns count outputs, two for each upload. made: the output is there, byte for byte as resizing produces it. dead: a dead letter with its reason. other: the user replaced or deleted the upload first. lost: none of these. wrong: another picture, or half of one. again: written more often than uploaded.';

const BORDERLESS = Object.fromEntries(
  'top bottom left right mid'
    .split(' ')
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, ''])),
);

/** Tells whether every upload is accounted for, something was broken, and there are no other problems. */
export function isRight(result: Result): boolean {
  return result.kind === 'ended' && problemsOf(result).length === 0;
}

/** Lists the problems, one sentence each. Of problems of the same kind, it lists the first three. */
export function problemsOf(result: Result): string[] {
  if (result.kind === 'broken off') return [`The scenario stopped: ${result.reason}`];
  const { account, broken, problems = [] } = result;
  const untried =
    broken.count >= broken.least
      ? []
      : [
          `Too few faults: ${broken.count} ${broken.what}, but at least ${broken.least} must be. This run proves too little.`,
        ];
  const faulty = FAULTY.flatMap((fate) => {
    const entries = account.entries.filter((entry) => entry.fate === fate);
    const shown = entries.slice(0, 3).map(({ output, because }) => `${fate}: ${output}: ${because}`);
    return entries.length > 3 ? [...shown, `… and ${entries.length - 3} more (${fate})`] : shown;
  });
  return [...untried, ...problems, ...faulty];
}

/** Renders the results for a terminal of 80 columns. */
export function renderTable(results: readonly Result[]): string {
  const table = new Table({
    head: HEAD,
    colAligns: ['left', ...HEAD.slice(1).map(() => 'right' as const)],
    chars: { ...BORDERLESS, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const result of results) table.push(rowOf(result));
  const told = results.flatMap((result) => tell(result).map((text) => `${result.title}: ${text}`));
  return [table.toString(), '', ...[LEGEND, ...told].map((text) => wrapAnsi(text, 78))].join('\n');
}

/** Renders the table, and below it the notes and problems of each scenario. */
export function renderMarkdown(results: readonly Result[]): string {
  const rows = [HEAD, HEAD.map((_, column) => (column === 0 ? '---' : '---:')), ...results.map(rowOf)];
  const told = results.flatMap((result) => tell(result).map((text) => `- **${result.title}**: ${text}`));
  return [rows.map((row) => `| ${row.join(' | ')} |`).join('\n'), LEGEND, told.join('\n')].join('\n\n');
}

function tell(result: Result): string[] {
  const problems = problemsOf(result).map((problem) => `✗ ${problem}`);
  if (result.kind === 'broken off') return problems;
  const { broken, notes, account } = result;
  return [[`${broken.count} ${broken.what}.`, ...notes, ...reasonsIn(account)].join(' '), ...problems];
}

/** Lists the reasons of the remaining dead letters, without the names of the pictures. */
function reasonsIn({ entries }: Account): string[] {
  const dead = entries.filter(({ fate }) => fate === 'dead letter');
  const byReason = Map.groupBy(dead, ({ because = '' }) => because.replace(/^s3:\S+: /, ''));
  return [...byReason].map(([reason, { length }]) => `${length} dead letters with the reason: ${reason}.`);
}

function rowOf(result: Result): string[] {
  const { title, seconds } = result;
  if (result.kind === 'broken off') return [title, ...HEAD.slice(2).map(() => '?'), seconds.toFixed(0)];
  const count = countFates(result.account);
  const counts = [
    result.broken.count,
    result.account.uploads,
    count.made,
    count['dead letter'],
    count.replaced + count.deleted,
    count.lost + count.unexplained,
    count.wrong + count['half-written'],
    count['written again'],
    seconds.toFixed(0),
  ];
  return [title, ...counts.map(String)];
}
