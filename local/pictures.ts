import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../cli/failure.mjs';
import { root } from '../cli/project.mjs';

/** A picture on this machine, and its key below `ingest/`. */
export interface LocalPicture {
  name: string;
  bytes: Uint8Array;
}

/** Returns a sentence for each picture that is uploaded under another name. */
export function explainNames(files: readonly string[], pictures: readonly LocalPicture[]): string[] {
  return pictures.flatMap(({ name }, index) => {
    const own = path.basename(files[index] ?? name);
    if (own === name) return [];
    const why = own.endsWith('.jpg')
      ? 'another picture has the same name'
      : 'the bucket sends notifications only for names that end in .jpg';
    return [`${own} is uploaded as ${name}: ${why}.`];
  });
}

/** Reads the lab's sample picture. */
export function samplePicture(): LocalPicture {
  return readPicture(path.join(root, 'events/HappyFace.jpg'));
}

/**
 * Reads the pictures that the user named.
 * @param files names relative to the folder in which the user started npm.
 * @throws Failure for a file that cannot be read.
 */
export function readPictures(files: readonly string[]): LocalPicture[] {
  const folder = process.env.INIT_CWD ?? process.cwd();
  const pictures = files.map((file) => readPicture(path.resolve(folder, file)));
  return pictures.map(({ name, bytes }, index) => {
    const taken = pictures.slice(0, index).some((other) => other.name === name);
    return { name: taken ? `${index + 1}-${name}` : name, bytes };
  });
}

function readPicture(file: string): LocalPicture {
  const name = jpgName(path.basename(file));
  // The output is saved under the same name on this machine.
  const length = Buffer.byteLength(name);
  if (length > MOST_NAME_BYTES) {
    throw unreadable(
      `Expected a file name of at most ${MOST_NAME_BYTES} bytes including .jpg, found ${length}`,
      `mv '${begin(file, 40)}' picture.jpg   # then use picture.jpg`,
    );
  }
  try {
    return { name, bytes: readFileSync(file) };
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    const found = WHY_UNREADABLE[code] ?? `but it cannot be read (${code})`;
    const folder = begin(path.dirname(file), MOST_SHOWN);
    throw unreadable(`Expected a picture at ${begin(file, MOST_SHOWN)}, ${found}`, `ls '${folder}'`, cause);
  }
}

/** Longest path in a message, in characters. A longer message would be cut off before it names the cause. */
const MOST_SHOWN = 400;

function begin(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

/** The longest file name that most file systems accept. */
const MOST_NAME_BYTES = 255;

/** What to say for each error code of the system. */
const WHY_UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'found no such file',
  ENOTDIR: 'found no such file',
  EISDIR: 'found a folder. Name the pictures in it instead',
  EACCES: 'found one that you are not allowed to read',
  ENAMETOOLONG: 'but this path is too long',
};

function unreadable(problem: string, fix: string, cause?: unknown): Failure {
  return new Failure({ code: 'picture-unreadable', problem: `${problem}.`, fix }, { cause });
}

/** The bucket sends notifications only for keys that end in `.jpg`, in lower case (task 3.2). */
function jpgName(name: string): string {
  return name.endsWith('.jpg') ? name : `${path.parse(name).name}.jpg`;
}
