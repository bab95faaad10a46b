import { readFileSync, statSync } from 'node:fs';
import { Failure } from '../cli/failure.mjs';
import type { Change, Snapshot } from './change.ts';
import type { CommandResult } from './command.ts';
import type { HopDetail } from './hop-detail.ts';
import type { LivePage } from './live/live-page.ts';
import { MOST_RECORDED } from './recorder.ts';
import type { RecordingLine } from './recording.ts';
import type { ServedPicture } from './serve-page.ts';
import type { PageState, Permission } from './state.ts';
import { makeStore } from './store.ts';

/** What a recording holds. */
interface Recording {
  snapshot: Snapshot;
  changes: readonly Change[];
  hops: ReadonlyMap<string, HopDetail>;
  pictures: ReadonlyMap<string, ServedPicture>;
}

const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
/** A recording may be from a place that nobody knows. */
const MOST_CHANGES = 100_000;
/** The longest pause between two changes. */
const MOST_WAIT_MS = 5000;

/** Shows a recording at the pace at which it was made. Nothing else has to run. @throws Failure when the file is none. */
export function openReplay(file: string): LivePage {
  const { snapshot, changes, hops, pictures } = readRecording(file);
  const startedAt = performance.now();
  const firstAt = Math.min(snapshot.now, changes[0]?.at ?? snapshot.now);
  let skipped = 0;
  const now = () => firstAt + (performance.now() - startedAt) + skipped;
  const store = makeStore(initialState(snapshot.state, firstAt), now);
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  play();

  function play(): void {
    for (let change = changes[next]; change !== undefined && change.at <= now(); change = changes[++next]) {
      // The recording does not know what its reader may do.
      if (change.type === 'may' || change.type === 'freshness') continue;
      store.change(change, change.at);
    }
    const following = changes[next];
    // Nobody wants to wait while nothing happens.
    if (following !== undefined) skipped += Math.max(0, following.at - now() - MOST_WAIT_MS);
    if (following === undefined) end();
    else timer = setTimeout(play, Math.min(1000, Math.max(5, following.at - now())));
  }

  function end(): void {
    const words = 'The recording is over.';
    store.change({
      type: 'freshness',
      freshness: { state: 'ended', lookedAt: changes.at(-1)?.at ?? firstAt, words },
    });
  }

  const no: CommandResult = {
    ...{ ok: false, problem: 'This is a recording, so nothing can be changed.' },
    fix: 'npm start',
  };
  const text = readFileSync(file, 'utf8');
  return {
    source: {
      ...{ store, now, recording: () => text },
      hop: async (id) => hops.get(id),
      picture: async (id) => pictures.get(id),
      command: async () => no,
      upload: async () => no,
    },
    recordTo() {},
    async close() {
      clearTimeout(timer);
    },
  };
}

function initialState(state: PageState, at: number): PageState {
  const no: Permission = { allowed: false, why: 'This is a recording.' };
  return {
    ...{ ...state, mode: 'replay', place: `Recording of ${new Date(at).toLocaleDateString('en-GB')}` },
    may: { upload: no, redrive: no, faults: no, grade: no, probe: no },
    freshness: { state: 'live', lookedAt: at, words: 'The page shows a recording.' },
  };
}

/** @throws Failure that names the line. */
export function readRecording(file: string): Recording {
  const changes: Change[] = [];
  const hops = new Map<string, HopDetail>();
  const pictures = new Map<string, ServedPicture>();
  let snapshot: Snapshot | undefined;
  let number = 0;
  for (const text of linesOf(file)) {
    number++;
    const line = parseLine(text, file, number);
    if (number === 1 && line.type !== 'recording')
      throw notARecording(file, 'its first line is not the header');
    if (line.type === 'recording' && line.schemaVersion !== 1)
      throw notARecording(file, 'it is of a newer version of this project');
    if (line.type === 'snapshot') snapshot = line.snapshot;
    if (line.type === 'change' && changes.length < MOST_CHANGES) changes.push(line.change);
    if (line.type === 'hop') hops.set(line.detail.hop.id, line.detail);
    if (line.type === 'picture' && MEDIA_TYPES.includes(line.mediaType))
      pictures.set(line.id, { mediaType: line.mediaType, bytes: Buffer.from(line.base64, 'base64') });
  }
  if (snapshot?.state?.parts === undefined) throw notARecording(file, 'it has no snapshot');
  return { snapshot, changes, hops, pictures };
}

function linesOf(file: string): string[] {
  try {
    const { size } = statSync(file);
    // Masks can make a recording a little longer than its limit.
    if (size > 2 * MOST_RECORDED) throw notARecording(file, `it has ${size} bytes`);
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw notARecording(file, 'it cannot be read', cause);
  }
}

function parseLine(text: string, file: string, number: number): RecordingLine {
  try {
    const line = JSON.parse(text);
    const isLine =
      typeof line?.type === 'string' &&
      (line.type !== 'change' || typeof line.change?.at === 'number') &&
      (line.type !== 'hop' || typeof line.detail?.hop?.id === 'string') &&
      (line.type !== 'picture' || (typeof line.id === 'string' && typeof line.base64 === 'string'));
    if (isLine) return line;
  } catch {
    // Said below.
  }
  throw notARecording(file, `line ${number} is not one of a recording`);
}

function notARecording(file: string, found: string, cause?: unknown): Failure {
  return new Failure(
    {
      code: 'not-a-recording',
      problem: `Expected ${file.slice(0, 300)} to be a recording of the live page, but ${found}.`,
      fix: 'npm run page -- --local --record demo.recording   # makes one',
    },
    { cause },
  );
}
