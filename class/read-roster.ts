import { readFileSync } from 'node:fs';
import { inUsersFolder } from '../checks/report-files.ts';
import { Failure } from '../cli/failure.mjs';
import { parseRoster, type Roster } from './roster.ts';

/** Reads a roster. @param typed its path as the user typed it. @throws Failure that lists every bad row. */
export function readRoster(typed: string): Roster {
  const roster = parseRoster(readBytes(inUsersFolder(typed), typed));
  const { problems, ignored } = roster;
  if (problems.length > 0) {
    throw new Failure({
      code: 'bad-roster',
      problem: `${typed} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}, so nobody was graded.`,
      fix: 'correct these lines, then run the same command again',
      detail: problems.map(({ line, problem }) => `line ${line}: ${problem}`).join('\n'),
    });
  }
  if (ignored.length > 0) console.error(`The grader does not use these columns: ${ignored.join(', ')}`);
  return roster;
}

/** Bytes. A row has less than a kilobyte. */
const MOST_BYTES = 50_000_000;

function readBytes(file: string, typed: string): Uint8Array {
  try {
    const bytes = readFileSync(file);
    if (bytes.length <= MOST_BYTES) return bytes;
    throw new Error(`it has ${bytes.length} bytes, and a roster has at most ${MOST_BYTES}`);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem = isMissing
      ? `There is no roster ${typed}.`
      : `The roster ${typed} cannot be read: ${reason}.`;
    throw new Failure(
      { code: 'no-roster', problem, fix: 'npm run class -- --demo 30   # makes a class with a roster' },
      { cause },
    );
  }
}
