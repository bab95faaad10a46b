import type { Change } from './change.ts';
import type { PageState } from './state.ts';

/** The most that a state holds of each kind. */
export const MOST = { tokens: 400, uploads: 60, calls: 300, questions: 20, causes: 120 } as const;

/** Returns the state after a change. Pure, and used on both sides. An unknown type of change leaves the state as it is. */
export function applyChange(state: PageState, change: Change): PageState {
  switch (change.type) {
    case 'part':
      return { ...state, parts: { ...state.parts, [change.part.id]: change.part } };
    case 'arrow':
      return { ...state, arrows: { ...state.arrows, [change.arrow.id]: change.arrow } };
    case 'token':
      return { ...state, tokens: withToken(state.tokens, change.token) };
    case 'token-gone': {
      const { [change.tokenId]: _, ...tokens } = state.tokens;
      return { ...state, tokens };
    }
    case 'upload':
      return { ...state, uploads: put(state.uploads, change.upload, MOST.uploads) };
    case 'upload-gone':
      return { ...state, uploads: state.uploads.filter(({ id }) => id !== change.uploadId) };
    case 'cause':
      return { ...state, causes: put(state.causes, change.cause, MOST.causes) };
    case 'cause-gone':
      return { ...state, causes: state.causes.filter(({ id }) => id !== change.causeId) };
    case 'fault':
      return { ...state, faults: put(state.faults, change.fault, Number.POSITIVE_INFINITY) };
    case 'surprise':
      return { ...state, surprise: change.surprise };
    case 'grade':
      return { ...state, grade: change.grade };
    case 'call':
      return { ...state, calls: put(state.calls, change.call, MOST.calls) };
    case 'question':
      return { ...state, questions: put(state.questions, change.question, MOST.questions) };
    case 'freshness':
      return { ...state, freshness: change.freshness };
    case 'rate':
      return { ...state, rate: change.rate };
    case 'may':
      return { ...state, may: change.may };
    default:
      return state;
  }
}

/** Replaces the item with this id in its place, or appends it. Drops the oldest items when there are too many. */
function put<T extends { id: string }>(items: readonly T[], item: T, most: number): readonly T[] {
  const at = items.findIndex(({ id }) => id === item.id);
  if (at >= 0) return items.with(at, item);
  return items.length < most ? [...items, item] : [...items.slice(items.length - most + 1), item];
}

function withToken(tokens: PageState['tokens'], token: PageState['tokens'][string]): PageState['tokens'] {
  const all = { ...tokens, [token.id]: token };
  const ids = Object.keys(all);
  if (ids.length <= MOST.tokens) return all;
  // Keys keep the order in which they were inserted, so the first ones are the oldest.
  for (const id of ids.slice(0, ids.length - MOST.tokens)) delete all[id];
  return all;
}
