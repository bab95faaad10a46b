import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../cli/failure.mjs';

/**
 * Makes the folder for the results of a class. Only this user can read it.
 * @throws Failure when it holds something other than the results of a class, because files would be overwritten.
 */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isNew = readdirSync(folder).every((name) => name.startsWith('.'));
  if (isNew || existsSync(path.join(folder, 'journal.jsonl'))) return;
  const problem = `${folder} must be empty or hold the results of a class, but it holds other files.`;
  throw new Failure({
    code: 'folder-in-use',
    problem,
    fix: 'npm run class -- roster.csv --out another-folder',
  });
}
