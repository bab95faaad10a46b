import type { Facts } from '../../account/facts.ts';
import type { OutputName } from '../../lab/output-names.ts';
import type { Counts, PartId, Upload } from '../state.ts';
import type { Store } from '../store.ts';
import type { CauseContext } from './causes.ts';
import type { HopRecords, RolePolicies } from './hop-records.ts';
import { type Layout, layoutOf } from './layout.ts';
import { addCounts } from './part-counts.ts';
import { makeTokens, type Tokens } from './tokens.ts';
import { makeUploads, type Uploads } from './uploads.ts';

export interface PipelineOptions {
  store: Store;
  records: HopRecords;
  /** Called for each new upload and each output, so that its picture can be read. */
  onObject(object: { bucket: string; key: string; uploadId: string; branch: OutputName | null }): void;
  /** Called when a picture or a message has arrived somewhere, or has come to its end: the grade can differ now. */
  onProgress(): void;
  /** Called for each call that can have changed the lab. */
  onSettingsChanged(): void;
  command: CauseContext['command'];
  /** Names what the page itself asks for. */
  pageAgent: string;
}

/** What is known so far of everything that moves. Each entry of the journal reads it and changes it. */
export type Scene = ReturnType<typeof makeScene>;

interface Known {
  facts: Facts | undefined;
  rolePolicies: RolePolicies | undefined;
  layout: Layout;
  generation: number;
}

export function makeScene(options: PipelineOptions) {
  const { store, records } = options;
  const uploads: Uploads = makeUploads(store, records);
  const tokens: Tokens = makeTokens(store);
  /** Uploads by the id of their `object` entry. */
  const byOrigin = new Map<number, string>();
  const invocations = new Map<number, { startAt: number; runs: Map<string, string | undefined> }>();
  const known: Known = {
    facts: undefined,
    rolePolicies: undefined,
    layout: layoutOf(undefined),
    generation: 1,
  };

  /** When the last hop ended that both outputs share, or that of this output. */
  function lastEnd(uploadId: string, branch: OutputName | null): number {
    const hops = uploads.get(uploadId)?.hops ?? [];
    return hops.findLast((hop) => hop.branch === null || hop.branch === branch)?.endAt ?? 0;
  }

  /** Decides whether an upload is done, failed or under way. */
  function settle(uploadId: string): void {
    const messages = tokens.of(uploadId);
    const isStopped = store.state.causes.some(
      (cause) => cause.uploadId === uploadId && !isRetried(cause.branch),
    );
    const isUnderWay = messages.some(({ isOver }) => !isOver);
    const state = isStopped ? 'failed' : isUnderWay ? 'under-way' : 'done';
    uploads.settle(uploadId, state);
    if (state !== 'under-way') options.onProgress();

    function isRetried(branch: OutputName | null): boolean {
      return messages.some(
        (one) => one.branch === branch && !one.isOver && one.at !== `dead-letters:${branch}`,
      );
    }
  }

  return {
    ...{ options, store, records, uploads, tokens, byOrigin, invocations, lastEnd, settle },
    get layout() {
      return known.layout;
    },
    /** How many journals there were. Each one numbers its entries anew. */
    get generation() {
      return known.generation;
    },
    context: (): CauseContext => ({ facts: known.facts, layout: known.layout, command: options.command }),
    uploadOf: (origin: number | null | undefined): Upload | undefined =>
      uploads.get(byOrigin.get(origin ?? -1)),
    count: (part: PartId, more: Counts) => addCounts(store, part, more),
    record: (branch: OutputName | null = null) => ({
      ...{ facts: known.facts, rolePolicies: known.rolePolicies, branch },
    }),
    learn(newer: Facts, rolePolicies: RolePolicies) {
      Object.assign(known, { facts: newer, rolePolicies });
      known.layout = layoutOf(newer);
    },
    restart() {
      known.generation++;
      byOrigin.clear();
      invocations.clear();
      for (const { messageId } of [...tokens.all()]) tokens.remove(messageId);
      for (const { id, state } of store.state.uploads)
        if (state === 'under-way') uploads.settle(id, 'failed');
      forgetParts(store);
    },
  };
}

/** Nothing is known of the parts until somebody has looked again. */
function forgetParts(store: Store): void {
  for (const part of Object.values(store.state.parts))
    store.change({ type: 'part', part: { ...part, exists: 'unknown', counts: {}, notes: [] } });
  for (const arrow of Object.values(store.state.arrows))
    store.change({ type: 'arrow', arrow: { ...arrow, exists: 'unknown', open: false, notes: [] } });
}

/** Forgets the oldest entries of a map. */
export function trim(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
