import type { OutputName } from '../../lab/output-names.ts';
import type { ArrowId, PartId, Token, TokenState, Upload } from '../state.ts';
import type { Store } from '../store.ts';

/** How long a token that is over stays on the page. */
const MS_UNTIL_GONE = 4000;
const MOST_TRACKED = 2000;

/** A message and its token. */
export interface Tracked {
  messageId: string;
  uploadId: string | null;
  branch: OutputName | null;
  at: PartId;
  since: number;
  attempts: number;
  state: TokenState;
  /** Whether nothing more can happen to it. */
  isOver: boolean;
}

export interface Tokens {
  all(): Iterable<Tracked>;
  find(messageId: string): Tracked | undefined;
  /** The messages of an upload. */
  of(uploadId: string): Tracked[];
  /** A token of an upload, or of a message without one, before the topic has copied it. */
  start(token: NewToken): void;
  moveUpload(uploadId: string, to: PartId, hopId: string | undefined, when: number): void;
  lose(id: string, why: string, when: number): void;
  arrive(arrival: Arrival): void;
  receive(
    messageId: string,
    state: Extract<TokenState, { kind: 'in-flight' }>,
    to: PartId,
    hopId: string | undefined,
    when: number,
  ): void;
  backOff(messageId: string, why: string, of: number | null, hopId: string | undefined, when: number): void;
  die(
    messageId: string,
    to: PartId,
    attempts: number,
    causeId: string | null,
    hopId: string | undefined,
    when: number,
  ): void;
  finish(messageId: string, lost: string | undefined, when: number): void;
  remove(messageId: string): void;
  /** Shows a movement that leaves the message where it is, such as an output that is written. */
  show(messageId: string, from: PartId, to: PartId, hopId: string | undefined, when: number): void;
  /** A message that was there before. */
  discover(
    found: Pick<Tracked, 'messageId' | 'branch' | 'at' | 'state'> & { label: string; when: number },
  ): void;
  /** Removes messages that are in no queue any more. */
  drop(isGone: (message: Tracked) => boolean, when: number): void;
  /** Messages whose time is over are visible again. */
  wakeUp(when: number): void;
}

interface NewToken {
  id: string;
  upload: Upload | null;
  label: string;
  at: PartId;
  from: PartId | 'you';
  hopId?: string | undefined;
  when: number;
}

interface Arrival {
  messageId: string;
  upload: Upload | null;
  branch: OutputName;
  label: string;
  from: PartId | 'you';
  hopId: string | undefined;
  when: number;
  visibleAt: number;
  /** The token that it comes from: that of the upload, or of a dead letter. */
  replaces: string | undefined;
  /** Whether that token ends with it. */
  isCopy: boolean;
}

export function makeTokens(store: Store): Tokens {
  const tracked = new Map<string, Tracked>();
  const find = (messageId: string) => tracked.get(messageId);
  const labels = new Map<string, Pick<Token, 'letter' | 'shape' | 'label'>>();

  function put(message: Tracked, when: number): void {
    tracked.set(message.messageId, message);
    for (const old of tracked.keys()) {
      if (tracked.size <= MOST_TRACKED) break;
      forget(old);
    }
    const { messageId: id, uploadId, branch, at, state, since } = message;
    const look = labels.get(id) ?? { letter: '·', shape: 0, label: '' };
    store.change({ type: 'token', token: { id, uploadId, branch, at, state, since, ...look } }, when);
  }

  function change(messageId: string, changes: Partial<Tracked>, when: number): void {
    const message = find(messageId);
    if (message !== undefined) put({ ...message, since: when, ...changes }, when);
  }

  function move(
    tokenId: string,
    from: PartId | 'you',
    to: PartId | 'nowhere',
    hopId: string | undefined,
    when: number,
  ): void {
    store.change({ type: 'move', tokenId, from, to, hopId: hopId ?? null }, when);
    // A message shows that the way exists, also where the grader does not look.
    const arrow = store.state.arrows[`${from}>${to}` as ArrowId];
    if (arrow?.exists === 'unknown')
      store.change({ type: 'arrow', arrow: { ...arrow, exists: 'yes', open: true } }, when);
  }

  function forget(messageId: string): void {
    tracked.delete(messageId);
    labels.delete(messageId);
  }

  function remove(messageId: string): void {
    if (!tracked.has(messageId)) return;
    forget(messageId);
    store.change({ type: 'token-gone', tokenId: messageId });
  }

  function removeLater(messageId: string): void {
    setTimeout(() => remove(messageId), MS_UNTIL_GONE).unref();
  }

  function lookOf(upload: Upload | null, label: string): Pick<Token, 'letter' | 'shape' | 'label'> {
    return { letter: upload?.letter ?? '·', shape: upload?.shape ?? 0, label };
  }

  return {
    all: () => tracked.values(),
    find,
    of: (uploadId) =>
      [...tracked.values()].filter((one) => one.uploadId === uploadId && one.messageId !== uploadId),
    start({ id, upload, label, at, from, hopId, when }) {
      labels.set(id, lookOf(upload, label));
      const state = { kind: 'passing' } as const;
      const token = { messageId: id, uploadId: upload?.id ?? null, branch: null, at, attempts: 0 };
      put({ ...token, state, since: when, isOver: false }, when);
      move(id, from, at, hopId, when);
    },
    moveUpload(id, to, hopId, when) {
      const message = find(id);
      if (message === undefined) return;
      move(id, message.at, to, hopId, when);
      change(id, { at: to }, when);
    },
    lose(id, why, when) {
      if (find(id) === undefined) return;
      change(id, { state: { kind: 'lost', why }, isOver: true }, when);
      removeLater(id);
    },
    arrive({ messageId, upload, branch, label, from, hopId, when, visibleAt, replaces, isCopy }) {
      labels.set(messageId, lookOf(upload, label));
      const message = { messageId, uploadId: upload?.id ?? null, branch, attempts: 0, isOver: false };
      put(
        {
          ...message,
          at: from === 'you' ? `queue:${branch}` : from,
          state: { kind: 'passing' },
          since: when,
        },
        when,
      );
      move(messageId, from, `queue:${branch}`, hopId, when);
      if (replaces !== undefined && !isCopy) remove(replaces);
      const state: TokenState =
        visibleAt > when + 500 ? { kind: 'delayed', until: visibleAt } : { kind: 'waiting' };
      change(messageId, { at: `queue:${branch}`, state }, when);
    },
    receive(messageId, state, to, hopId, when) {
      const message = find(messageId);
      if (message === undefined) return;
      if (message.at !== to) move(messageId, message.at, to, hopId, when);
      change(messageId, { at: to, state, attempts: state.attempt }, when);
    },
    backOff(messageId, why, of, hopId, when) {
      const message = find(messageId);
      if (message?.branch == null) return;
      const until = message.state.kind === 'in-flight' ? message.state.until : when;
      move(messageId, message.at, `queue:${message.branch}`, hopId, when);
      const state = { kind: 'backing-off', attempt: message.attempts, of, until, why } as const;
      change(messageId, { at: `queue:${message.branch}`, state }, when);
    },
    die(messageId, to, attempts, causeId, hopId, when) {
      const message = find(messageId);
      if (message === undefined) return;
      move(messageId, message.at, to, hopId, when);
      change(messageId, { at: to, state: { kind: 'dead-letter', attempts, causeId } }, when);
    },
    finish(messageId, lost, when) {
      if (find(messageId) === undefined) return;
      change(
        messageId,
        { state: lost === undefined ? { kind: 'done' } : { kind: 'lost', why: lost }, isOver: true },
        when,
      );
      removeLater(messageId);
    },
    remove,
    show: move,
    discover({ messageId, branch, at, state, label, when }) {
      labels.set(messageId, lookOf(null, label));
      const attempts = 'attempt' in state ? state.attempt : 0;
      put({ messageId, uploadId: null, branch, at, state, since: when, attempts, isOver: false }, when);
    },
    drop(isGone, when) {
      for (const message of [...tracked.values()]) {
        // What has just moved can be missing in an older look.
        const isNew = when - message.since < 3000;
        if (message.branch !== null && !isNew && isGone(message)) remove(message.messageId);
      }
    },
    wakeUp(when) {
      for (const { messageId, state } of [...tracked.values()])
        if (['delayed', 'backing-off'].includes(state.kind) && 'until' in state && state.until <= when)
          change(messageId, { state: { kind: 'waiting' } }, when);
    },
  };
}
