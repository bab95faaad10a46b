import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../local/set-up/project.mjs';

const FOLDER = path.join(root, 'checks/corpus/transcripts');

/** Empty when there is none yet. */
export function readTranscript(name: string): string {
  return existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'utf8') : '';
}

export function writeTranscript(name: string, text: string): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(name), text);
}

/** Names of the set-ups that have one. */
export function listTranscripts(): string[] {
  return readdirSync(FOLDER).map((file) => path.basename(file, '.txt'));
}

export function removeTranscript(name: string): void {
  rmSync(fileOf(name));
}

function fileOf(name: string): string {
  return path.join(FOLDER, `${name}.txt`);
}
