import type { OutputName } from '../../lab/output-names.ts';
import { MOST } from '../apply-change.ts';
import type { Cause, Hop, Picture, Upload } from '../state.ts';
import type { Store } from '../store.ts';
import type { HopRecord, HopRecords } from './hop-records.ts';

const SHAPES = 8;
const MOST_HOPS = 60;

/** Follows uploads in the state of a store. */
export interface Uploads {
  start(upload: NewUpload): Upload;
  get(id: string | null | undefined): Upload | undefined;
  /** Adds a hop with what is known about it. @returns its id; undefined when the upload is gone. */
  add(uploadId: string, hop: NewHop, record?: Partial<HopRecord>): string | undefined;
  /** Ends a hop that was under way. */
  end(
    uploadId: string,
    hopId: string | undefined,
    changes: Partial<Pick<Hop, 'endAt' | 'state' | 'words'>>,
  ): void;
  setSource(uploadId: string, source: Picture): void;
  setMade(uploadId: string, branch: OutputName, made: Picture): void;
  blame(cause: Omit<Cause, 'id'>): Cause;
  forgive(uploadId: string, branch: OutputName | null): void;
  settle(uploadId: string, state: Upload['state']): void;
}

export interface NewUpload extends Pick<Upload, 'key' | 'bytes' | 'startedAt' | 'from'> {
  id: string;
}

export type NewHop = Omit<Hop, 'id' | 'attempt' | 'branch'> & Partial<Pick<Hop, 'attempt' | 'branch'>>;

export function makeUploads(store: Store, records: HopRecords): Uploads {
  let count = 0;
  let hops = 0;
  const get: Uploads['get'] = (id) => store.state.uploads.find((upload) => upload.id === id);
  const put = (upload: Upload) => store.change({ type: 'upload', upload });
  return {
    get,
    start({ id, key, bytes, startedAt, from }) {
      const number = count++;
      const oldest = store.state.uploads.length >= MOST.uploads ? store.state.uploads[0] : undefined;
      if (oldest !== undefined) for (const hop of oldest.hops) records.forget(hop.id);
      const upload: Upload = {
        ...{ id, key, bytes, startedAt, from, letter: letterOf(number), shape: number % SHAPES },
        ...{ state: 'under-way', hops: [], made: {} },
        source: { key, bytes, width: null, height: null, saved: null, url: null },
      };
      put(upload);
      return upload;
    },
    add(uploadId, hop, record = {}) {
      const upload = get(uploadId);
      if (upload === undefined) return undefined;
      const made: Hop = { attempt: null, branch: null, ...hop, id: `h${++hops}` };
      const dropped = upload.hops.slice(0, Math.max(0, upload.hops.length - MOST_HOPS + 1));
      for (const { id } of dropped) records.forget(id);
      put({ ...upload, hops: [...upload.hops.slice(dropped.length), made] });
      records.put(made.id, { uploadId, payloads: [], ...record });
      return made.id;
    },
    end(uploadId, hopId, changes) {
      const upload = get(uploadId);
      if (upload === undefined || hopId === undefined) return;
      put({ ...upload, hops: upload.hops.map((hop) => (hop.id === hopId ? { ...hop, ...changes } : hop)) });
    },
    setSource(uploadId, source) {
      const upload = get(uploadId);
      if (upload !== undefined) put({ ...upload, source });
    },
    setMade(uploadId, branch, made) {
      const upload = get(uploadId);
      if (upload !== undefined) put({ ...upload, made: { ...upload.made, [branch]: made } });
    },
    blame(cause) {
      const made: Cause = { ...cause, id: `${cause.uploadId}:${cause.branch ?? 'all'}` };
      store.change({ type: 'cause', cause: made });
      return made;
    },
    forgive(uploadId, branch) {
      for (const { id, ...cause } of store.state.causes)
        if (cause.uploadId === uploadId && cause.branch === branch)
          store.change({ type: 'cause-gone', causeId: id });
    },
    settle(uploadId, state) {
      const upload = get(uploadId);
      if (upload !== undefined && upload.state !== state) put({ ...upload, state });
    },
  };
}

/** `A` to `Z`, then `A2`. */
function letterOf(number: number): string {
  const round = Math.floor(number / 26);
  return `${String.fromCharCode(65 + (number % 26))}${round === 0 ? '' : round + 1}`;
}
