import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../cli/project.mjs';
import { type Mutant, type RightWay, taskOf } from '../../solve/faults/set-up.ts';

const FOLDER = path.join(root, 'test/corpus/transcripts');

/** Begins the transcript of a set-up. No line of a transcript begins like this. */
const HEADING = '=== ';

/** Transcripts by the name of their set-up, in the order of the file. */
type Transcripts = ReadonlyMap<string, string>;

/** Name of the file with a set-up's transcript: there is one for each task, and one for the right ways. */
export function snapshotOf(setUp: Mutant | RightWay): string {
  return 'mistake' in setUp ? `task-${taskOf(setUp.fails[0])}.txt` : 'right-ways.txt';
}

/** Reads a set-up's transcript; empty when there is none yet. */
export function readTranscript(setUp: Mutant | RightWay): string {
  return parse(readSnapshots().get(snapshotOf(setUp)) ?? '').get(setUp.name) ?? '';
}

/** Reads the files with the transcripts, by name. */
export function readSnapshots(): ReadonlyMap<string, string> {
  return new Map(readdirSync(FOLDER).map((file) => [file, readFileSync(path.join(FOLDER, file), 'utf8')]));
}

/**
 * Renders the files with the transcripts, by name.
 * @param all the set-ups, in the order in which their transcripts are written.
 * @param news new transcripts by the name of their set-up. The other set-ups keep what is in their file.
 */
export function renderSnapshots(
  all: readonly (Mutant | RightWay)[],
  news: Transcripts = new Map(),
): ReadonlyMap<string, string> {
  const texts = all.map((setUp) => ({ setUp, text: news.get(setUp.name) ?? readTranscript(setUp) }));
  const files = Map.groupBy(texts, ({ setUp }) => snapshotOf(setUp));
  return new Map(
    [...files].map(([file, members]) => {
      const sections = members.map(({ setUp, text }) => `${HEADING}${setUp.name}\n${text}`);
      return [file, sections.join('\n')];
    }),
  );
}

/** Writes the files with the transcripts. Files and transcripts of set-ups that no longer exist are removed. */
export function writeTranscripts(all: readonly (Mutant | RightWay)[], news: Transcripts): void {
  const snapshots = renderSnapshots(all, news);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [file, text] of snapshots) writeFileSync(path.join(FOLDER, file), text);
}

function parse(snapshot: string): Transcripts {
  const sections = snapshot.split(new RegExp(`^${HEADING}`, 'm')).slice(1);
  return new Map(
    sections.map((section, index) => {
      const end = section.indexOf('\n');
      const text = section.slice(end + 1);
      // A blank line separates the sections.
      return [section.slice(0, end), index < sections.length - 1 ? text.slice(0, -1) : text];
    }),
  );
}
