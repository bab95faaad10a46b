/** The entries of the embedded AWS's journal (`local/emulator/journal.py` and `calls.py`). */

interface Numbered {
  id: number;
  /** Milliseconds. */
  at: number;
  account: string;
}

/** An upload caused it: the id of its `object` entry. */
interface Caused {
  origin?: number | null;
}

export type JournalEntry = Numbered &
  (
    | {
        kind: 'object';
        bucket: string;
        key: string;
        event: string;
        caller: string;
        size: number;
        etag: string;
      }
    | ({ kind: 'not-notified'; bucket: string; key: string } & Caused)
    | ({ kind: 'not-published'; topic: string; why: 'policy' | 'no-topic'; event: string } & Caused)
    | ({
        kind: 'publish';
        topic: string;
        snsMessageId: string;
        message: string;
        subject: string;
        caller: string;
      } & Caused)
    | ({
        kind: 'deliver';
        queue: string;
        snsMessageId: string;
        messageId: string;
        body: string;
        visibleAt: number;
      } & Caused)
    | ({
        kind: 'not-delivered';
        queue: string;
        why: 'policy' | 'filter' | 'no-queue';
        snsMessageId: string;
      } & Caused)
    | {
        kind: 'send';
        queue: string;
        messageId: string;
        body: string;
        visibleAt: number | null;
        copyOf: string | null;
        caller: string;
      }
    | {
        kind: 'receive';
        queue: string;
        messageId: string;
        count: number;
        visibleAt: number;
        by: 'trigger' | 'api';
        caller: string;
      }
    | { kind: 'dead-letter'; queue: string; to: string; messageId: string; count: number }
    | { kind: 'expire'; queue: string; messageId: string }
    | { kind: 'delete'; queue: string; messageId: string; by: 'trigger' | 'api'; copied: boolean }
    | { kind: 'invoke'; function: string; messageIds: string[]; event: string; caller: string }
    | InvokedEntry
    | CallEntry
  );

export interface InvokedEntry {
  kind: 'invoked';
  /** The id of its `invoke` entry. */
  invocation: number;
  function: string;
  messageIds: string[];
  failed: boolean;
  failedIds: string[];
  answer: string;
  memoryMb: number;
  /** Absent when the function was not started, because it was throttled. */
  requestId?: string;
  log?: string;
  durationMs?: number;
}

export interface CallEntry {
  kind: 'call';
  ms: number;
  caller: string;
  isFunction: boolean;
  principal: string;
  service: string;
  action: string;
  resource: string;
  decision: 'allowed' | 'denied' | 'not-checked';
  by: string;
  status: number;
  request: string | null;
  response: string | null;
}

/** An answer of the journal. */
export interface JournalPage {
  /** Identifies the start of the embedded AWS. Another start has another journal. */
  start: string;
  /** The oldest entry that it still has. */
  first: number;
  last: number;
  now: number;
  entries: JournalEntry[];
}

/** An entry of one kind, or of several. */
export type Of<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }>;
