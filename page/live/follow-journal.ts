import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueContent } from '../model/compare-queues.ts';
import type { JournalEntry, JournalPage } from '../model/journal-entry.ts';

/** An embedded AWS whose control paths the page may use. */
export interface JournalPlace {
  endpoint: string;
  secretHeader: Record<string, string>;
}

export interface JournalListener {
  onEntry(entry: JournalEntry): void;
  /** The embedded AWS answers. `lost`: entries that the journal no longer has. */
  onAnswer(lost: number): void;
  onGone(): void;
  /** Another start of the embedded AWS answers, whose journal begins anew. */
  onRestart(): void;
}

const SECONDS_TO_WAIT = 20;

/**
 * Reads the journal of an embedded AWS until the signal. When it stops, tries again until it answers.
 * @param find returns the present place, which can change with each start.
 */
export async function followJournal(
  find: () => Promise<JournalPlace | undefined>,
  listener: JournalListener,
  signal: AbortSignal,
): Promise<void> {
  let after = 0;
  let start: string | undefined;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const place = await find();
      if (place === undefined) throw new Error('no embedded AWS is up');
      const wait = failures > 0 ? 0 : SECONDS_TO_WAIT;
      const page = await readJournal(place, after, wait, signal);
      failures = 0;
      const isOther = start !== undefined && page.start !== start;
      start = page.start;
      if (isOther) {
        after = 0;
        listener.onRestart();
        continue;
      }
      listener.onAnswer(Math.max(0, page.first - after - 1));
      for (const entry of page.entries) listener.onEntry(entry);
      after = page.entries.at(-1)?.id ?? after;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof TypeError && !/fetch failed|terminated/.test(error.message)) throw error;
      listener.onGone();
      failures++;
      await sleep(Math.min(500 * failures, 3000), undefined, { signal }).catch(() => {});
    }
  }
}

async function readJournal(
  place: JournalPlace,
  after: number,
  wait: number,
  signal: AbortSignal,
): Promise<JournalPage> {
  return ask(place, `/_image_lab/journal?after=${after}&wait=${wait}`, signal, (wait + 10) * 1000);
}

/** Reads the content of all queues of an account, without receiving a message. */
export async function readQueues(
  place: JournalPlace,
  account: string,
  signal: AbortSignal,
): Promise<QueueContent[]> {
  const path = `/_ministack/sqs/messages?account=${account}`;
  const { messages } = await ask<SqsMessages>(place, path, signal, 10_000);
  return Object.entries(messages).flatMap(([owner, regions]) =>
    Object.entries(regions).flatMap(([region, queues]) =>
      Object.entries(queues).map(([url, content]) => ({
        arn: `arn:aws:sqs:${region}:${owner}:${url.split('/').at(-1)}`,
        messages: content.map((one) => ({
          id: one.MessageId,
          body: one.Body,
          receives: one.ReceiveCount,
          // Whole seconds. IsVisible is exact.
          visibleAt: one.IsVisible ? 0 : (one.VisibleAt + 1) * 1000,
        })),
      })),
    ),
  );
}

interface SqsMessages {
  messages: Record<string, Record<string, Record<string, SqsMessage[]>>>;
}

interface SqsMessage {
  MessageId: string;
  Body: string;
  ReceiveCount: number;
  VisibleAt: number;
  IsVisible: boolean;
}

async function ask<T>(
  { endpoint, secretHeader }: JournalPlace,
  path: string,
  signal: AbortSignal,
  milliseconds: number,
): Promise<T> {
  const response = await fetch(`${endpoint}${path}`, {
    headers: secretHeader,
    signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]),
  });
  if (!response.ok) throw new Error(`the embedded AWS answered with status ${response.status}`);
  // The project's own process on the loopback writes it.
  return (await response.json()) as T;
}
