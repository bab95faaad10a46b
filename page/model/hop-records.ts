import type { Facts } from '../../account/facts.ts';
import type { NamedPolicy } from '../../account/observe/role-policies.ts';
import type { OutputName } from '../../lab/output-names.ts';
import type { Payload } from '../hop-detail.ts';

/** What is kept of a hop, for the page that opens it. */
export interface HopRecord {
  uploadId: string;
  payloads: readonly Payload[];
  log?: InvocationRecord;
  /** The account at the time of the hop. */
  facts?: Facts | undefined;
  branch?: OutputName | null;
  rolePolicies?: RolePolicies | undefined;
}

/** The policies of the functions' roles, by the ARN of the role. A role that could not be read is missing. */
export type RolePolicies = ReadonlyMap<string, readonly NamedPolicy[]>;

export interface InvocationRecord {
  requestId: string;
  at: number;
  text: string;
  durationMs: number;
  memoryMb: number;
}

export interface HopRecords {
  put(id: string, record: HopRecord): void;
  change(id: string | undefined, changes: Partial<HopRecord>): void;
  get(id: string): HopRecord | undefined;
  forget(id: string): void;
}

/** Each record holds up to some ten kilobytes. */
const MOST = 1500;

export function makeHopRecords(): HopRecords {
  const records = new Map<string, HopRecord>();
  return {
    put(id, record) {
      records.set(id, record);
      for (const old of records.keys()) {
        if (records.size <= MOST) break;
        records.delete(old);
      }
    },
    change(id, changes) {
      const record = id === undefined ? undefined : records.get(id);
      if (id !== undefined && record !== undefined) records.set(id, { ...record, ...changes });
    },
    get: (id) => records.get(id),
    forget: (id) => records.delete(id),
  };
}

const MOST_TEXT = 8000;

/** A payload for a page: JSON is formatted, and a long text shortened. */
export function payload(title: string, text: string): Payload {
  const formatted = format(text);
  return {
    title,
    text: formatted.slice(0, MOST_TEXT),
    shortened: formatted.length > MOST_TEXT || text.endsWith('…'),
  };
}

function format(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
