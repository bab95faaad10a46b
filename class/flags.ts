import type { Flag, LearnerResult } from './result.ts';

/** A learner for the honesty checks. */
export interface Suspect {
  id: string;
  name: string;
  email: string;
  result: LearnerResult;
}

/**
 * Compares the learners of a class. A flag says what a person should look at, and why it may be harmless. It never costs points.
 * @param byHand whether the lab was to be built by hand.
 * @returns the flags of each learner, in the order of the learners.
 */
export function findFlags(suspects: readonly Suspect[], { byHand }: { byHand: boolean }): Flag[][] {
  const shared = sharedAccounts(suspects);
  const pictures = samePictures(suspects);
  return suspects.map((suspect) => [
    ...(shared.get(suspect.id) ?? []),
    ...(byHand ? builtByStack(suspect) : []),
    ...(pictures.get(suspect.id) ?? []),
    ...namesOfAnother(suspect, suspects),
  ]);
}

function sharedAccounts(suspects: readonly Suspect[]): Map<string, Flag[]> {
  const groups = Map.groupBy(suspects, ({ result }) => result.provenance?.accountDigest ?? '');
  groups.delete('');
  return flagEach([...groups.values()], (others) => ({
    id: 'shared-account',
    text: `This account is also that of ${listed(others)}. Pairs may share an account if you allow that.`,
    others,
  }));
}

/** A stack takes this long at most, in seconds. Nobody builds the lab by hand as fast. */
const AT_ONCE = 60;

function builtByStack({ result }: Suspect): Flag[] {
  const stack = result.traces?.stack;
  if (!stack || (stack.seconds !== null && stack.seconds > AT_ONCE)) return [];
  const time = stack.seconds === null ? '' : ` within ${stack.seconds} s`;
  const text = `The stack '${stack.name}' created the lab${time}, but the lab was to be built by hand. A learner who wrote the template has also done the work.`;
  return [{ id: 'built-by-stack', text, others: [] }];
}

/**
 * Finds pictures with the same bytes in several accounts. A picture that many learners have is material of the course, such as
 * the lab's HappyFace.jpg.
 */
function samePictures(suspects: readonly Suspect[]): Map<string, Flag[]> {
  const owners = Map.groupBy(
    suspects.flatMap(({ id, result }) =>
      (result.traces?.pictures ?? []).map((picture) => ({ id, ...picture })),
    ),
    ({ hash }) => hash,
  );
  const most = Math.max(3, Math.ceil(suspects.length / 10));
  const pairs = [...owners.values()].filter((found) => {
    const ids = new Set(found.map(({ id }) => id));
    return ids.size > 1 && ids.size <= most && !found.some(({ key }) => isSample(key));
  });
  const flags = pairs.map((found) => {
    const key = found[0]?.key ?? '';
    const group = suspects.filter(({ id }) => found.some((one) => one.id === id));
    return flagEach([group], (others) => ({
      id: 'same-picture',
      text: `${key} has the same bytes as a picture of ${listed(others)}. Learners who chose the same photo also have the same bytes.`,
      others,
    }));
  });
  return merge(flags);
}

/** The picture of the lab, and its outputs. */
function isSample(key: string): boolean {
  return /(^|\/)HappyFace\.jpe?g$/i.test(key);
}

/** Characters. Shorter names occur by chance. */
const SHORTEST_NAME = 5;

function namesOfAnother(suspect: Suspect, suspects: readonly Suspect[]): Flag[] {
  const names = suspect.result.traces?.names ?? [];
  const own = wordsOf(suspect);
  return suspects
    .filter(({ id }) => id !== suspect.id)
    .flatMap((other) => {
      const words = wordsOf(other).filter((word) => !own.some((one) => one.includes(word)));
      const name = names.find((one) => words.some((word) => hasWord(one, word)));
      return name === undefined ? [] : [{ other: other.id, name }];
    })
    .slice(0, 3)
    .map(({ other, name }) => ({
      id: 'name-of-another',
      text: `'${name}' contains the name of ${other}. Somebody who helped may have typed it, or the two share a name.`,
      others: [other],
    }));
}

/** The id, the name without spaces, and the part of the email address before the @. */
function wordsOf({ id, name, email }: Suspect): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const words = [id, name, email.split('@')[0] ?? ''].map(plain);
  return [...new Set(words)].filter((word) => word.length >= SHORTEST_NAME);
}

function hasWord(name: string, word: string): boolean {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const at = plain.indexOf(word);
  // Digits before or behind would make it another number.
  const isWhole = !/\d/.test(`${plain[at - 1] ?? ''}`) && !/\d/.test(`${plain[at + word.length] ?? ''}`);
  return at >= 0 && (isWhole || !/^\d+$/.test(word));
}

function flagEach(
  groups: readonly (readonly Suspect[])[],
  make: (others: string[]) => Flag,
): Map<string, Flag[]> {
  return new Map(
    groups
      .filter((group) => group.length > 1)
      .flatMap((group) =>
        group.map(({ id }) => [id, [make(group.flatMap((one) => (one.id === id ? [] : one.id)))]] as const),
      ),
  );
}

function merge(maps: readonly Map<string, Flag[]>[]): Map<string, Flag[]> {
  const all = new Map<string, Flag[]>();
  for (const [id, flags] of maps.flatMap((map) => [...map])) {
    const before = all.get(id) ?? [];
    // One flag for each group of learners is enough.
    const isNew = flags.filter(({ others }) => !before.some((flag) => flag.others.join() === others.join()));
    all.set(id, [...before, ...isNew]);
  }
  return all;
}

function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).join(', ');
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown;
}
