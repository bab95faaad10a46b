import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { type Account, countFates, FAULTY } from './accountant.ts';
import type { Outcome, Scenario } from './scenario.ts';

/** A scenario that was run to its end, or could not be. */
export type Result = Pick<Scenario, 'name' | 'title'> & { seconds: number } & (
    | ({ kind: 'ended' } & Outcome)
    | { kind: 'broken off'; reason: string }
  );

const HEAD = ['', 'broken', 'uploads', 'made', 'dead', 'other', 'lost', 'wrong', 'again', 's'];

const LEGEND =
  'broken: what went wrong on purpose. Then outputs, two of each upload: made: there, byte for byte what the resizing gives. dead: a dead letter, with its reason. other: replaced or deleted by the user before. lost: neither. wrong: another picture, or half of one. again: written more often than uploaded.';

const BORDERLESS = Object.fromEntries(
  'top bottom left right mid'
    .split(' ')
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, ''])),
);

/** Whether every upload is accounted for, something was broken, and nothing else is wrong. */
export function isRight(result: Result): boolean {
  return result.kind === 'ended' && problemsOf(result).length === 0;
}

/** A sentence for each thing that is wrong; of the same kind, the first three. */
export function problemsOf(result: Result): string[] {
  if (result.kind === 'broken off') return [`It broke off: ${result.reason}`];
  const { account, broken, problems = [] } = result;
  const untried =
    broken.count >= broken.least
      ? []
      : [`Only ${broken.count} ${broken.what}, and not ${broken.least}: this run proves too little.`];
  const faulty = FAULTY.flatMap((fate) => {
    const entries = account.entries.filter((entry) => entry.fate === fate);
    const shown = entries.slice(0, 3).map(({ output, because }) => `${fate}: ${output}: ${because}`);
    return entries.length > 3 ? [...shown, `… and ${entries.length - 3} more that are ${fate}`] : shown;
  });
  return [...untried, ...problems, ...faulty];
}

/** For a terminal of 80 columns. */
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

/** The table, and below it what was done and found. */
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

/** Of the dead letters that are left, the reasons without the pictures' names. */
function reasonsIn({ entries }: Account): string[] {
  const dead = entries.filter(({ fate }) => fate === 'dead letter');
  const byReason = Map.groupBy(dead, ({ because = '' }) => because.replace(/^s3:\S+: /, ''));
  return [...byReason].map(([reason, { length }]) => `${length} dead letters, for: ${reason}.`);
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
