import type { Change, Snapshot } from './change.ts';
import type { HopDetail } from './hop-detail.ts';

/**
 * A recording is a text file with one JSON value on each line: the header, the snapshot, then the rest in the order of its time.
 * Account ids are masked with zeros, and it holds no credentials.
 */
export type RecordingLine =
  | { type: 'recording'; schemaVersion: 1; recordedAt: string; tool: string }
  | { type: 'snapshot'; snapshot: Snapshot }
  | { type: 'change'; change: Change }
  /** The newest detail of a hop. */
  | { type: 'hop'; detail: HopDetail }
  /** `id` as in `/api/pictures/<id>`; `base64` holds at most 200 kB. */
  | { type: 'picture'; id: string; mediaType: string; base64: string };
