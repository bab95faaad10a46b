import { OUTPUT_NAMES, type OutputName } from '../../lab/output-names.ts';

/** One upload. Uploads are in the order in which the user made them. */
export interface Upload {
  key: string;
  /** The SHA-256 of each expected output; undefined for a file that is not a picture. */
  outputs: Record<OutputName, string> | undefined;
  /** The user deleted the upload before its processing began. */
  deleted?: boolean;
}

/** One version of an output, as it was read. */
export interface OutputVersion {
  sha256: string;
  /** What is wrong with its bytes; undefined for a complete picture of the right size. */
  trouble: string | undefined;
}

export interface DeadLetter {
  key: string;
  folder: OutputName;
  /** The reason in the log; undefined when the log gives none. */
  reason: string | undefined;
}

/** What exists in the end. */
export interface Stock {
  /** Versions by key, such as `thumbnail/a.jpg`, with the oldest version first. */
  outputs: ReadonlyMap<string, readonly OutputVersion[]>;
  deadLetters: readonly DeadLetter[];
}

/** What became of one upload in one output folder. The last five are faults. */
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
  /** The reason. */
  because?: string;
}

export interface Account {
  uploads: number;
  entries: readonly Entry[];
}

/**
 * Accounts for every upload in both output OUTPUT_NAMES: two entries for each upload, and one for each output too many.
 */
export function account(uploads: readonly Upload[], stock: Stock): Account {
  const byKey = Map.groupBy(uploads, ({ key }) => key);
  const entries = [...byKey.values()].flatMap((ofKey) =>
    OUTPUT_NAMES.flatMap((folder) => accountFor(ofKey, folder, stock)),
  );
  return { uploads: uploads.length, entries };
}

/** Counts the entries of each fate. */
export function countFates({ entries }: Account): Record<Fate, number> {
  const count = (fate: Fate) => entries.filter((entry) => entry.fate === fate).length;
  return Object.fromEntries(FATES.map((fate) => [fate, count(fate)])) as Record<Fate, number>;
}

function accountFor(ofKey: readonly Upload[], folder: OutputName, stock: Stock): Entry[] {
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
  /** The expected output of each upload of the key, oldest first. */
  expected: readonly (string | undefined)[];
  /** The current output. */
  found: OutputVersion | undefined;
  letter: DeadLetter | undefined;
}

function fateOf(upload: Upload, { expected, found, letter }: Found): Omit<Entry, 'output'> {
  if (found?.trouble !== undefined) return { fate: 'half-written', because: found.trouble };
  if (upload.deleted) return fateOfDeleted(found, letter);
  if (found !== undefined && !expected.includes(found.sha256))
    return { fate: 'wrong', because: 'it is not the output of any upload of this key' };
  if (found !== undefined && found.sha256 === expected.at(-1)) return { fate: 'made' };
  if (letter?.reason !== undefined) return { fate: 'dead letter', because: letter.reason };
  if (letter !== undefined)
    return { fate: 'unexplained', because: 'the log gives no reason for the dead letter' };
  return found === undefined
    ? { fate: 'lost', because: 'there is neither an output nor a dead letter' }
    : { fate: 'wrong', because: 'it is the output of an older upload' };
}

function fateOfDeleted(found: OutputVersion | undefined, letter: DeadLetter | undefined) {
  if (found !== undefined)
    return { fate: 'wrong', because: 'it was made from a picture that was deleted first' } as const;
  if (letter !== undefined)
    return { fate: 'wrong', because: 'it is a dead letter of a picture that was deleted first' } as const;
  return { fate: 'deleted' } as const;
}

/** Each upload may be written once, and never after a later one. @returns what is wrong with each extra version. */
function tooMany(versions: readonly OutputVersion[], expected: readonly (string | undefined)[]): string[] {
  let next = 0;
  return versions.flatMap((version, index) => {
    const place = expected.indexOf(version.sha256, next);
    if (place >= 0) {
      next = place + 1;
      return [];
    }
    return [`version ${index + 1} of ${versions.length} repeats the one before, or is older`];
  });
}

function outputKey(key: string, folder: OutputName): string {
  return key.replace(/^ingest\//, `${folder}/`);
}
