import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './set-up/failure.mjs';
import { root } from './set-up/project.mjs';

/** A picture on this machine, and its path below `ingest/`. */
export interface LocalPicture {
  name: string;
  bytes: Uint8Array;
}

/** The lab's sample picture. */
export function samplePicture(): LocalPicture {
  return readPicture(path.join(root, 'events/HappyFace.jpg'));
}

/**
 * Reads pictures, before anything is started.
 * @param files relative to the folder in which npm was started.
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
  try {
    return { name: jpgName(path.basename(file)), bytes: readFileSync(file) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const fix = `ls '${path.dirname(file)}'`;
    throw new Failure(
      { code: 'picture-unreadable', problem: `Expected a picture: ${reason}.`, fix },
      { cause },
    );
  }
}

/** The bucket's notification tells only of keys that end in `.jpg`, in lower case (task 3.2). */
function jpgName(name: string): string {
  return name.endsWith('.jpg') ? name : `${path.parse(name).name}.jpg`;
}
