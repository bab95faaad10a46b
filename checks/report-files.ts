/** The files that `npm run check` reads and writes. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../cli/failure.mjs';
import { sameFile } from './distinct-files.ts';
import type { CheckOptions } from './options.ts';

/**
 * Checks that every output can be written and overwrites no other file of the command, before anything is graded.
 * @throws Failure when a folder does not exist, or when two files are the same.
 */
export function requireWritable(options: CheckOptions): void {
  requireFolders(options);
  refuseSameFiles(options);
}

/** Saves a report. @param file as the user typed it. @throws Failure when the file cannot be written. */
export function saveReport(file: string, text: string): void {
  try {
    writeFileSync(inUsersFolder(file), text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem = `A report could not be saved: ${reason}.`;
    const fix = `mkdir -p ${path.dirname(inUsersFolder(file))}`;
    throw new Failure({ code: 'report-not-saved', problem, fix }, { cause });
  }
}

/** Resolves a path as the user typed it: relative to the folder in which npm was started. */
export function inUsersFolder(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

/** Returns the files that the command writes, as the user typed them. */
export function outputFiles({ save, destinations }: CheckOptions): string[] {
  return [...destinations.map(({ file }) => file), save].filter((file) => file !== undefined);
}

function requireFolders(options: CheckOptions): void {
  for (const file of outputFiles(options)) {
    const folder = path.dirname(inUsersFolder(file));
    if (existsSync(folder)) continue;
    const problem = `${file} cannot be written, because the folder ${folder} does not exist.`;
    throw new Failure({ code: 'no-such-folder', problem, fix: `mkdir -p '${folder}'` });
  }
}

function refuseSameFiles(options: CheckOptions): void {
  const { from } = options;
  const files = [...(from === undefined ? [] : [from]), ...outputFiles(options)];
  const same = sameFile(files.map(inUsersFolder));
  if (same === undefined) return;
  const [one, other] = files.filter((file) => same.includes(inUsersFolder(file)));
  const what = one === from ? 'read and written' : 'written twice';
  const problem = `${one} and ${other} are the same file, which would be ${what}.`;
  const fix = 'npm run check -- --help   # give each a file of its own';
  throw new Failure({ code: 'same-file', problem, fix });
}
