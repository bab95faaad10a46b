import type { End, Seen, TriggerFacts } from '../facts.ts';
import { foundIn } from '../tasks/found.ts';
import type { BareFunction } from './function.ts';
import { isOfOtherEnd, resembles, suffixOf } from './names.ts';
import { absent } from './seen.ts';

export interface FunctionClues {
  /** What it is called; by default as in the lab. */
  name: string;
  /** What NameSuffix added elsewhere: `-two`, or empty. */
  suffix: string;
  /** ARN of the end's queue, when it was found. */
  queueArn: string | undefined;
  read(name: string): Promise<Seen<BareFunction>>;
  triggers(name: string): Promise<Seen<readonly TriggerFacts[]>>;
  /** Names of the functions that a queue triggers. */
  triggeredBy(queueArn: string): Promise<Seen<readonly string[]>>;
  /** Names of functions, of whatever kind. */
  list(): Promise<Seen<readonly string[]>>;
}

/**
 * Finds the function of an end: the one of its name, unless another of its name (with a suffix) is triggered by the end's
 * queue; else, whatever its name, the one that the queue triggers. What looks like a misspelt name is not taken for it,
 * but named.
 */
export async function findFunction(end: End, clues: FunctionClues): Promise<Seen<BareFunction>> {
  const { name, suffix, read } = clues;
  const named = await firstOf([`${name}${suffix}`, name], read);
  if (named.kind === 'unreadable' || (named.kind === 'found' && (await isWired(named.value, clues))))
    return named;
  const triggered = await namesTriggered(clues);
  if (triggered.kind === 'unreadable') return named.kind === 'found' ? named : triggered;
  const names = foundIn(triggered) ?? [];
  const better = names.find((one) => suffixOf(one, name) !== undefined);
  if (better !== undefined) return read(better);
  if (named.kind === 'found') return named;
  const other = names.find((one) => !resembles(one, name) && !isOfOtherEnd(one, end, 'functionName'));
  return other === undefined ? nearMisses(clues, names) : read(other);
}

async function firstOf(
  names: readonly string[],
  read: (name: string) => Promise<Seen<BareFunction>>,
): Promise<Seen<BareFunction>> {
  for (const name of new Set(names)) {
    const seen = await read(name);
    if (seen.kind !== 'absent') return seen;
  }
  return { kind: 'absent' };
}

/** Without a queue nothing speaks for another one. */
async function isWired({ name }: BareFunction, { queueArn, triggers }: FunctionClues): Promise<boolean> {
  if (queueArn === undefined) return true;
  return foundIn(await triggers(name))?.some(({ sourceArn }) => sourceArn === queueArn) ?? false;
}

async function namesTriggered({ queueArn, triggeredBy }: FunctionClues): Promise<Seen<readonly string[]>> {
  return queueArn === undefined ? { kind: 'absent' } : triggeredBy(queueArn);
}

async function nearMisses({ name: wanted, list }: FunctionClues, triggered: readonly string[]) {
  const listed = await list();
  if (listed.kind === 'unreadable') return listed;
  const names = new Set([...triggered, ...(foundIn(listed) ?? [])]);
  return absent([...names].filter((name) => resembles(name, wanted)));
}
