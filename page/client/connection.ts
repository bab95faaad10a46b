import type { Change, Pulse, Snapshot } from '../change.ts';
import { ROUTES } from '../routes.ts';
import { type Link, SILENCE_MS } from './badge.ts';

export interface Connection {
  link(): Link;
  /** Starts anew, and gets a snapshot. */
  restart(): void;
}

export interface Listener {
  onSnapshot(snapshot: Snapshot): void;
  /** @returns false when changes are missing before it. */
  onChange(change: Change): boolean;
  onPulse(pulse: Pulse): void;
  onLink(link: Link): void;
}

/** The page looks this often whether it still hears the server. */
const LOOK_MS = 2000;

/**
 * Listens to the server. EventSource reconnects by itself and sends `Last-Event-ID`. This starts a new one when the browser gave
 * up, when the server is silent (after the machine slept, for example), or when changes are missing.
 */
export function connect(listener: Listener): Connection {
  let link: Link = { state: 'connecting', heardAt: null };
  let source: EventSource | undefined;
  let openedAt = 0;
  open();
  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', look);
  return { link: () => link, restart: open };

  function open(): void {
    source?.close();
    const opened = new EventSource(ROUTES.events);
    source = opened;
    openedAt = Date.now();
    opened.addEventListener('snapshot', ({ data }) => heard(() => listener.onSnapshot(JSON.parse(data))));
    opened.addEventListener('change', ({ data }) =>
      heard(() => {
        if (!listener.onChange(JSON.parse(data))) open();
      }),
    );
    opened.addEventListener('pulse', ({ data }) => heard(() => listener.onPulse(JSON.parse(data))));
    opened.addEventListener('error', () => {
      if (opened === source) void lost(opened);
    });
  }

  function heard(tell: () => void): void {
    link = { state: 'connected', heardAt: Date.now() };
    tell();
    listener.onLink(link);
  }

  /** EventSource does not tell the status of a response, so the page asks for it. */
  async function lost(failed: EventSource): Promise<void> {
    set(link.state === 'refused' ? 'refused' : 'lost');
    if (failed.readyState !== EventSource.CLOSED) return;
    const status = await fetch(ROUTES.state).then(
      (response) => response.status,
      () => 0,
    );
    if (failed === source && (status === 401 || status === 403)) set('refused');
  }

  function look(): void {
    const now = Date.now();
    const silent = now - Math.max(link.heardAt ?? 0, openedAt) > SILENCE_MS;
    if (silent && link.state === 'connected') set('lost');
    const gaveUp = source?.readyState === EventSource.CLOSED && now - openedAt > LOOK_MS;
    if (silent || gaveUp) open();
  }

  function set(state: Link['state']): void {
    link = { ...link, state };
    listener.onLink(link);
  }
}
