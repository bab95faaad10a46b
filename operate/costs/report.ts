import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { assumptions, unconfirmed } from './assumptions.ts';
import type { Bill, BillLine } from './bill.ts';
import type { Measured } from './measured.ts';
import type { CostOptions } from './options.ts';
import { PRICES, type PriceId, UNITS } from './prices.ts';
import type { StackFacts } from './stack-facts.ts';
import type { Architecture } from './usage.ts';

export interface Estimate {
  options: CostOptions;
  stack: StackFacts;
  measured: Measured;
  bills: Readonly<Record<Architecture, Bill>>;
}

/** Renders the estimate for a terminal with 80 columns. */
export function renderEstimate(estimate: Estimate): string {
  const { options, stack, measured } = estimate;
  const { pictures, megapixels, region, unpriced, freeTier } = options;
  const title = `Monthly cost in US dollars for ${count(pictures)} pictures of ${count(megapixels)} megapixels in ${region}${freeTier ? ', after the free tier' : ''}`;
  const notes = assumptions(options, stack, measured).map((line) => bullet(line));
  return [
    wrapAnsi(title, 80),
    ...(unpriced === undefined ? [] : [wrapAnsi(unpricedNote(unpriced, region), 80)]),
    makeTable(estimate),
    ...unconfirmedNotes(estimate),
    ['How the cost is estimated', ...notes].join('\n'),
    [
      'Prices (on demand, without tax) and their sources',
      ...sources(estimate).map((line) => bullet(line)),
    ].join('\n'),
  ].join('\n\n');
}

function unpricedNote(unpriced: string, region: string): string {
  return `Your region is ${unpriced}. The price table (operate/costs/prices.ts) does not have it, so these are the prices of ${region}.`;
}

function makeTable({ bills, options }: Estimate): string {
  const table = new Table({
    head: ['', '', 'quantity', 'x86_64', 'arm64'],
    colAligns: ['left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
    chars: LINES,
  });
  const { x86_64: x86, arm64: arm } = bills;
  let service = '';
  for (const [index, line] of x86.lines.entries()) {
    const other = arm.lines[index];
    if (other === undefined) throw new Error('Expected the same lines in both bills.');
    const named = line.service === service ? '' : line.service;
    service = line.service;
    table.push([named, line.what, quantity(line), amount(line), amount(other)]);
  }
  table.push(['Total', '', '', dollars(x86.usd), dollars(arm.usd)]);
  const perThousand = (bill: Bill) => dollars((bill.usd / options.pictures) * 1000);
  table.push(['', 'per 1,000 pictures', '', perThousand(x86), perThousand(arm)]);
  return table.toString();
}

/** Leaves out the rules between rows, which would double the height of the table. */
const LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

function unconfirmedNotes({ bills, options }: Estimate): string[] {
  const marked = new Set(
    Object.values(bills).flatMap(({ lines }) => lines.filter(({ confirmed }) => !confirmed)),
  );
  if (marked.size === 0) return [];
  return [wrapAnsi(`? ${unconfirmed([...marked], options.region)}`, 80)];
}

/** Lists each source once, with its prices. */
function sources({ bills, options }: Estimate): string[] {
  const used = new Set(Object.values(bills).flatMap(({ lines }) => lines.map(({ price }) => price)));
  const byRecord = new Map<string, PriceId[]>();
  for (const id of used) {
    const { record, date } = PRICES[options.region][id].source;
    const text = `${record}${date === null ? ' (undated)' : ''}`;
    byRecord.set(text, [...(byRecord.get(text) ?? []), id]);
  }
  return [...byRecord].map(
    ([record, ids]) => `${record}: ${ids.map((id) => priceText(id, options)).join(', ')}`,
  );
}

function priceText(id: PriceId, { region }: CostOptions): string {
  const { usd } = PRICES[region][id];
  const { name } = UNITS[id];
  return usd < 0.001
    ? `${trim(usd * 1e6)} per million ${name}`
    : `${trim(usd)} per ${name.replace(/s$/, '')}`;
}

/** Rounds away the noise of binary fractions. */
function trim(usd: number): string {
  return `$${Number(usd.toPrecision(6))}`;
}

function quantity({ quantity: amountUsed, price }: BillLine): string {
  return `${count(amountUsed)} ${UNITS[price].name}`;
}

function amount({ usd, confirmed }: BillLine): string {
  return `${dollars(usd)}${confirmed ? ' ' : '?'}`;
}

function dollars(usd: number): string {
  const digits = usd >= 0.0001 && usd < 0.01 ? 4 : 2;
  return usd.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function count(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: number < 100 ? 2 : 0 });
}

function bullet(text: string): string {
  return wrapAnsi(text, 76)
    .split('\n')
    .map((line, index) => `${index === 0 ? '- ' : '  '}${line}`)
    .join('\n');
}
