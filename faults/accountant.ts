import { type Folder, folders } from './uploads.ts';

/** One upload, in the order in which the user made them. */
export interface Upload {
  key: string;
  /** SHA-256 of what is to come of it; undefined for what is no picture. */
  outputs: Record<Folder, string> | undefined;
  /** The user deleted it again before anybody had begun with it. */
  deleted?: boolean;
}

/** One version of an output, as it was read. */
export interface OutputVersion {
  sha256: string;
  /** What is wrong with its bytes; undefined for a whole picture of the right size. */
  trouble: string | undefined;
}

export interface DeadLetter {
  key: string;
  folder: Folder;
  /** From the log; undefined when nothing there tells why. */
  reason: string | undefined;
}

/** What is there in the end. */
export interface Stock {
  /** By key, such as `thumbnail/a.jpg`; the oldest version first. */
  outputs: ReadonlyMap<string, readonly OutputVersion[]>;
  deadLetters: readonly DeadLetter[];
}

/** What became of one upload at one end of the pipeline; the last five must not be. */
const FATES = [
  'made',
  'dead letter',
  'replaced',
  'deleted',
  'lost',
  'wrong',
  'half-written',
  'unexplained',
  'written again',
] as const;
export type Fate = (typeof FATES)[number];
export const FAULTY: readonly Fate[] = ['lost', 'wrong', 'half-written', 'unexplained', 'written again'];

export interface Entry {
  output: string;
  fate: Fate;
  /** Why. */
  because?: string;
}

export interface Account {
  uploads: number;
  entries: readonly Entry[];
}

/** Accounts for every upload at both ends of the pipeline: two entries each, and one for each output too many. */
export function account(uploads: readonly Upload[], stock: Stock): Account {
  const byKey = Map.groupBy(uploads, ({ key }) => key);
  const entries = [...byKey.values()].flatMap((ofKey) =>
    folders.flatMap((folder) => accountFor(ofKey, folder, stock)),
  );
  return { uploads: uploads.length, entries };
}

/** How many entries have each fate. */
export function countFates({ entries }: Account): Record<Fate, number> {
  const count = (fate: Fate) => entries.filter((entry) => entry.fate === fate).length;
  return Object.fromEntries(FATES.map((fate) => [fate, count(fate)])) as Record<Fate, number>;
}

function accountFor(ofKey: readonly Upload[], folder: Folder, stock: Stock): Entry[] {
  const last = ofKey.at(-1);
  if (last === undefined) return [];
  const output = outputKey(last.key, folder);
  const versions = stock.outputs.get(output) ?? [];
  const expected = ofKey.map(({ outputs }) => outputs?.[folder]);
  const letter = stock.deadLetters.find((one) => one.key === last.key && one.folder === folder);
  return [
    ...ofKey.slice(1).map((): Entry => ({ output, fate: 'replaced' })),
    { output, ...fateOf(last, { expected, found: versions.at(-1), letter }) },
    ...tooMany(versions, expected).map((because): Entry => ({ output, fate: 'written again', because })),
  ];
}

interface Found {
  /** Of all uploads of the key, the oldest first: what was to come of them. */
  expected: readonly (string | undefined)[];
  /** The output as it is now. */
  found: OutputVersion | undefined;
  letter: DeadLetter | undefined;
}

function fateOf(upload: Upload, { expected, found, letter }: Found): Omit<Entry, 'output'> {
  if (found?.trouble !== undefined) return { fate: 'half-written', because: found.trouble };
  if (upload.deleted) return fateOfDeleted(found, letter);
  if (found !== undefined && !expected.includes(found.sha256))
    return { fate: 'wrong', because: 'it is not what any upload of this key gives' };
  if (found !== undefined && found.sha256 === expected.at(-1)) return { fate: 'made' };
  if (letter?.reason !== undefined) return { fate: 'dead letter', because: letter.reason };
  if (letter !== undefined)
    return { fate: 'unexplained', because: 'the log does not say why it is a dead letter' };
  return found === undefined
    ? { fate: 'lost', because: 'there is neither an output nor a dead letter' }
    : { fate: 'wrong', because: 'it is what an older upload gives' };
}

function fateOfDeleted(found: OutputVersion | undefined, letter: DeadLetter | undefined) {
  if (found !== undefined)
    return { fate: 'wrong', because: 'it was made of a picture that had been deleted' } as const;
  if (letter !== undefined)
    return { fate: 'wrong', because: 'a dead letter for a picture that had been deleted' } as const;
  return { fate: 'deleted' } as const;
}

/** Each upload may be written once, and never after a later one. @returns what is wrong with each version too many. */
function tooMany(versions: readonly OutputVersion[], expected: readonly (string | undefined)[]): string[] {
  let next = 0;
  return versions.flatMap((version, index) => {
    const place = expected.indexOf(version.sha256, next);
    if (place >= 0) {
      next = place + 1;
      return [];
    }
    return [`version ${index + 1} of ${versions.length} repeats, or is older than the one before`];
  });
}

function outputKey(key: string, folder: Folder): string {
  return key.replace(/^ingest\//, `${folder}/`);
}
