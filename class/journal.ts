import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Failure } from '../cli/failure.mjs';
import type { LearnerResult } from './result.ts';

/** A line of the journal. Lines are only ever added. */
export type Line =
  /** A result. `settings` is a hash of the way in and of what was graded: only results of the same settings belong together. */
  | { kind: 'result'; settings: string; result: LearnerResult }
  /** A run began that grades these learners again. */
  | { kind: 'run'; again: string; at: string; ids: string[] }
  /** That run has ended. */
  | { kind: 'end' };

export interface Journal {
  /** All lines of earlier runs. */
  lines: readonly Line[];
  /** Adds a line. It is on the disk when this returns. */
  add(line: Line): void;
  close(): void;
}

/**
 * Opens the journal of a class. A last line that a kill tore apart is ignored, and that learner is graded again.
 * @throws Failure when the file holds something else.
 */
export function openJournal(file: string): Journal {
  const text = readText(file);
  const lines = readLines(file, text);
  const descriptor = openSync(file, 'a', 0o600);
  // The torn line gets an end, so that the next line begins at the start of a line.
  if (text !== '' && !text.endsWith('\n')) write(descriptor, '\n');
  return {
    lines,
    add: (line) => write(descriptor, `${JSON.stringify(line)}\n`),
    close: () => closeSync(descriptor),
  };
}

function write(descriptor: number, text: string): void {
  writeSync(descriptor, text);
  fsyncSync(descriptor);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function readLines(file: string, text: string): Line[] {
  const found = text.split('\n').filter((line) => line.trim() !== '');
  const lines = found.map(parse).filter((line) => line !== undefined);
  if (found.length > 1 && lines.length === 0) {
    const problem = `${file} must be the journal of a class, but it holds something else.`;
    throw new Failure({
      code: 'no-journal',
      problem,
      fix: 'npm run class -- roster.csv --out another-folder',
    });
  }
  return lines;
}

/** @returns undefined for a torn line. */
function parse(text: string): Line | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  // This program wrote the line, so a known kind stands for the whole shape.
  return typeof line === 'object' && line !== null && 'kind' in line ? (line as Line) : undefined;
}
