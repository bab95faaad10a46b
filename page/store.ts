import { randomBytes } from 'node:crypto';
import { applyChange } from './apply-change.ts';
import type { Change, ChangeContent, Snapshot } from './change.ts';
import type { PageState } from './state.ts';

/** How many changes are kept for pages that reconnect. */
const MOST_KEPT = 2000;

/** The one state of a server, and its changes. */
export interface Store {
  readonly epoch: string;
  /** The present state. It is never changed in place. */
  readonly state: PageState;
  /** Applies a change and tells all listeners. @param at milliseconds; by default now. */
  change(content: ChangeContent, at?: number): void;
  snapshot(): Snapshot;
  /** The changes after one of this epoch; undefined when the epoch is another one, or when some of them are gone. */
  after(epoch: string, id: number): readonly Change[] | undefined;
  /** Calls a listener with each change from now on. @returns a function that ends it. */
  listen(listener: (change: Change) => void): () => void;
}

/** Holds a state. @param now tells the time; a recording has its own clock. */
export function makeStore(initial: PageState, now: () => number = Date.now): Store {
  const epoch = randomBytes(9).toString('base64url');
  const kept: Change[] = [];
  const listeners = new Set<(change: Change) => void>();
  let state = initial;
  let last = 0;
  let lastAt = 0;
  return {
    epoch,
    get state() {
      return state;
    },
    change(content, at = now()) {
      // What happened before the page started is told later. Its hops have their own times.
      lastAt = Math.max(lastAt, at);
      const change: Change = { id: ++last, at: lastAt, ...content };
      state = applyChange(state, change);
      kept.push(change);
      if (kept.length > MOST_KEPT) kept.shift();
      for (const listener of listeners) listener(change);
    },
    snapshot: () => ({ epoch, id: last, now: now(), state }),
    after(asked, id) {
      if (asked !== epoch || id > last) return undefined;
      const first = kept[0]?.id ?? last + 1;
      return id < first - 1 ? undefined : kept.slice(id - first + 1);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
