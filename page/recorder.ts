import { appendFileSync, writeFileSync } from 'node:fs';
import { maskAccounts, maskEmails } from '../account/observe/mask.ts';
import type { Change } from './change.ts';
import type { HopDetail } from './hop-detail.ts';
import type { RecordingLine } from './recording.ts';
import type { ServedPicture } from './serve-page.ts';
import type { Upload } from './state.ts';
import type { Store } from './store.ts';

/** Characters of a recording. Then it ends. */
export const MOST_RECORDED = 20_000_000;
/** Bytes of a picture in a recording. */
const MOST_PICTURE = 150_000;
const TOOL = 'serverless-image-lab';

/** Records what a page sees. */
export interface Recorder {
  /** The recording so far. Waits for nothing: the details of the newest hops can be missing. */
  text(): string;
  /** Writes the recording to a file from now on. */
  toFile(file: string): void;
  close(): void;
}

interface Sources {
  hop(id: string): Promise<HopDetail | undefined>;
  picture(id: string): ServedPicture | undefined;
}

/** Starts recording. Nothing is kept of an account's number. */
export function makeRecorder(store: Store, { hop, picture }: Sources): Recorder {
  const lines: string[] = [];
  const pictures = new Set<string>();
  const changedHops = new Map<string, string>();
  let length = 0;
  let file: string | undefined;
  let account = '';
  let detailed: Promise<unknown> = Promise.resolve();

  const stop = store.listen(onChange);

  function add(line: RecordingLine): void {
    const text = JSON.stringify(line);
    if (length + text.length >= MOST_RECORDED) return;
    length += text.length + 1;
    lines.push(text);
    if (file !== undefined) appendFileSync(file, maskedText(text));
  }

  function begin(): void {
    if (lines.length > 0) return;
    add({ type: 'recording', schemaVersion: 1, recordedAt: new Date().toISOString(), tool: TOOL });
    add({ type: 'snapshot', snapshot: store.snapshot() });
    for (const upload of store.state.uploads) addUpload(upload);
  }

  function onChange(change: Change): void {
    if (change.type === 'grade' && change.grade.grade !== null) account = change.grade.grade.account;
    // Until the page has looked for the first time, there is nothing to see.
    if (lines.length === 0) {
      if (change.type === 'freshness') begin();
      return;
    }
    add({ type: 'change', change });
    if (change.type === 'upload') addUpload(change.upload);
  }

  function addUpload(upload: Upload): void {
    for (const { url } of [upload.source, ...Object.values(upload.made)]) addPicture(url);
    for (const one of upload.hops) {
      const version = `${one.state} ${one.endAt}`;
      if (changedHops.get(one.id) === version) continue;
      changedHops.set(one.id, version);
      detailed = detailed.then(async () => {
        const detail = await hop(one.id).catch(() => undefined);
        if (detail !== undefined) add({ type: 'hop', detail });
      });
    }
  }

  function addPicture(url: string | null): void {
    const id = url?.split('/').at(-1);
    if (id === undefined || pictures.has(id)) return;
    const found = picture(id);
    if (found === undefined || found.bytes.length > MOST_PICTURE) return;
    pictures.add(id);
    const base64 = Buffer.from(found.bytes).toString('base64');
    add({ type: 'picture', id, mediaType: found.mediaType, base64 });
  }

  /** Masking takes a while, so it is done only for what is written somewhere. */
  const maskedText = (line: string) => `${JSON.stringify(masked(JSON.parse(line), account))}\n`;
  const text = () => {
    begin();
    return lines.map(maskedText).join('');
  };
  return {
    text,
    toFile(name) {
      writeFileSync(name, lines.map(maskedText).join(''), { mode: 0o600 });
      file = name;
    },
    close: stop,
  };
}

/** A recording is made to be shared. Its pictures are base64, in which nothing is masked. */
export function masked(line: RecordingLine, account: string): RecordingLine {
  return line.type === 'picture' ? line : maskEmails(maskAccounts(line, account));
}
