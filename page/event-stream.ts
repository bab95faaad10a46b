import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Change, Pulse } from './change.ts';
import type { Store } from './store.ts';

const SECONDS_BETWEEN_PULSES = 5;
/** A page that does not read this many changes starts over with a snapshot. */
const MOST_WAITING = 1000;
/** Each open page holds one connection. */
export const MOST_STREAMS = 20;

let open = 0;

/**
 * Sends the state as server-sent events: a snapshot, or the changes that the page missed, then every change as it happens, and
 * pulses.
 */
export function streamEvents(
  context: Context,
  store: Store,
  signal: AbortSignal,
  now: () => number,
): Response {
  if (open >= MOST_STREAMS) return context.text(`At most ${MOST_STREAMS} pages can be open.\n`, 503);
  open++;
  return streamSSE(context, async (stream) => {
    const waiting: Change[] = [];
    let isBehind = false;
    let wake = () => {};
    const stop = store.listen((change) => {
      if (waiting.length < MOST_WAITING) waiting.push(change);
      else isBehind = true;
      wake();
    });
    let isOpen = true;
    const end = () => {
      isOpen = false;
      wake();
    };
    stream.onAbort(end);
    signal.addEventListener('abort', end, { once: true });
    try {
      const missed = missedChanges(context, store);
      if (missed === undefined) await sendSnapshot();
      else for (const change of missed) await send(change);
      await sendPulse();
      while (isOpen) {
        if (isBehind) {
          isBehind = false;
          waiting.length = 0;
          await sendSnapshot();
        }
        for (let change = waiting.shift(); change !== undefined && isOpen; change = waiting.shift())
          await send(change);
        if (waiting.length === 0 && !isBehind && isOpen && (await nextWake()) === 'pulse') await sendPulse();
      }
    } finally {
      open--;
      stop();
      signal.removeEventListener('abort', end);
    }

    async function send(change: Change): Promise<void> {
      await stream.writeSSE({
        event: 'change',
        id: `${store.epoch}:${change.id}`,
        data: JSON.stringify(change),
      });
    }

    async function sendSnapshot(): Promise<void> {
      const snapshot = store.snapshot();
      // Changes up to the snapshot are in it.
      while (waiting[0] !== undefined && waiting[0].id <= snapshot.id) waiting.shift();
      await stream.writeSSE({
        event: 'snapshot',
        id: `${store.epoch}:${snapshot.id}`,
        data: JSON.stringify(snapshot),
      });
    }

    async function sendPulse(): Promise<void> {
      const { epoch, id } = store.snapshot();
      const pulse: Pulse = { epoch, id, now: now() };
      await stream.writeSSE({ event: 'pulse', data: JSON.stringify(pulse) });
    }

    function nextWake(): Promise<'change' | 'pulse'> {
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve('pulse'), SECONDS_BETWEEN_PULSES * 1000);
        wake = () => {
          clearTimeout(timer);
          resolve('change');
        };
      });
    }
  });
}

/** The changes after the `Last-Event-ID` of a page that reconnects; undefined when it needs a snapshot. */
function missedChanges({ req }: Context, store: Store): readonly Change[] | undefined {
  const [, epoch = '', id = ''] = /^([\w-]{1,40}):(\d{1,15})$/.exec(req.header('last-event-id') ?? '') ?? [];
  return id === '' ? undefined : store.after(epoch, Number(id));
}
