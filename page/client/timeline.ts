import { applyChange } from '../apply-change.ts';
import type { Change, Snapshot } from '../change.ts';
import type { PageState } from '../state.ts';

/** What the page has seen: a state, and the changes after it. The page can show the state after any of them. */
export interface Timeline {
  /** The number of changes. Positions count from 0 (before the first change) to this number. */
  length(): number;
  /** The position that is shown. */
  position(): number;
  /** The state at the position that is shown. */
  shown(): PageState;
  /** The newest state. */
  newest(): PageState;
  /** The change that comes after the position, if there is one. */
  next(): Change | undefined;
  /** Shows one change more. */
  forward(): void;
  /** Shows the state at another position. */
  seek(position: number): void;
  /** When the change before a position happened. At the start, when the history begins. */
  timeAt(position: number): number;
  /** Appends a change. @returns false when changes before it are missing. */
  append(change: Change): boolean;
  /** The id of the newest change. */
  lastId(): number;
  /** How many moves of messages come after the position. */
  movesAhead(): number;
}

/** How many changes a page remembers. */
export const MOST_CHANGES = 6000;
/** So many of the oldest changes are forgotten together. */
const FORGOTTEN_TOGETHER = 1000;
/** Every so many changes the page keeps the state, so that it can show a position without starting from the first change. */
const CHECKPOINT_EVERY = 200;

/**
 * Creates a timeline that begins with a snapshot. Its memory is bounded: it forgets the oldest changes.
 * @example
 * const timeline = createTimeline(snapshot);
 * timeline.append(change);
 * timeline.forward();
 * timeline.shown();
 */
export function createTimeline({ id, now, state }: Snapshot): Timeline {
  let begin = { state, at: now };
  let changes: Change[] = [];
  let checkpoints: PageState[] = [state];
  let newest = state;
  let lastId = id;
  let at = 0;
  let shown = state;
  let moves = 0;

  return {
    length: () => changes.length,
    position: () => at,
    shown: () => shown,
    newest: () => newest,
    next: () => changes[at],
    movesAhead: () => moves,
    lastId: () => lastId,
    timeAt: (position) => changes[position - 1]?.at ?? begin.at,
    forward,
    seek,
    append,
  };

  function append(change: Change): boolean {
    // After a reconnection, the server can send a change again.
    if (change.id <= lastId) return true;
    if (change.id !== lastId + 1) return false;
    lastId = change.id;
    changes.push(change);
    newest = applyChange(newest, change);
    if (change.type === 'move') moves++;
    if (changes.length % CHECKPOINT_EVERY === 0) checkpoints.push(newest);
    if (changes.length > MOST_CHANGES) forget();
    return true;
  }

  function forward(): void {
    const change = changes[at];
    if (change === undefined) return;
    shown = applyChange(shown, change);
    at++;
    if (change.type === 'move') moves--;
  }

  function seek(position: number): void {
    at = Math.min(Math.max(0, Math.round(position)), changes.length);
    shown = stateAt(at);
    moves = changes.slice(at).filter(({ type }) => type === 'move').length;
  }

  function stateAt(position: number): PageState {
    const checkpoint = Math.floor(position / CHECKPOINT_EVERY);
    const from = checkpoints[checkpoint] ?? begin.state;
    return changes.slice(checkpoint * CHECKPOINT_EVERY, position).reduce(applyChange, from);
  }

  function forget(): void {
    begin = { state: stateAt(FORGOTTEN_TOGETHER), at: changes[FORGOTTEN_TOGETHER - 1]?.at ?? begin.at };
    changes = changes.slice(FORGOTTEN_TOGETHER);
    checkpoints = checkpoints.slice(FORGOTTEN_TOGETHER / CHECKPOINT_EVERY);
    seek(at - FORGOTTEN_TOGETHER);
  }
}
