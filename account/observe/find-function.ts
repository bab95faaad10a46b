import { functionNameOf, type OutputName } from '../../lab/output-names.ts';
import type { TriggerFacts } from '../facts.ts';
import { absent, foundIn, type Seen } from '../seen.ts';
import type { BareFunction } from './function.ts';
import { resembles, resemblesOther, suffixOf } from './names.ts';

export interface FunctionClues {
  /** The expected name. By default, this is the lab's name. */
  name: string;
  /** The suffix that NameSuffix added to other names: `-two`, or empty. */
  suffix: string;
  /** The ARN of this output's queue, when it was found. */
  queueArn: string | undefined;
  read(name: string): Promise<Seen<BareFunction>>;
  triggers(name: string): Promise<Seen<readonly TriggerFacts[]>>;
  /** The names of the functions that a queue triggers. */
  triggeredBy(queueArn: string): Promise<Seen<readonly string[]>>;
  /** The names of all functions in the account. */
  list(): Promise<Seen<readonly string[]>>;
}

/**
 * Finds the function of one output. The function with the lab's name wins, unless the queue triggers one with that
 * name and a suffix. When neither exists, the function that the queue triggers is taken, whatever its name. A
 * function with a misspelt name is not taken: it is only named in `near`.
 */
export async function findFunction(end: OutputName, clues: FunctionClues): Promise<Seen<BareFunction>> {
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
  const other = names.find((one) => !resembles(one, name) && !resemblesOther(one, end, functionNameOf));
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

/** Without a queue, there is no evidence for another function. */
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
