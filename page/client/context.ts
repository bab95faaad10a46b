import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { PartId } from '../state.ts';
import type { Store, View } from './store.ts';

/** What the page shows in its dialog. */
export type Opened =
  | { kind: 'hop'; id: string }
  | { kind: 'part'; id: PartId }
  | { kind: 'task'; id: string };

export interface Page {
  store: Store;
  open(what: Opened): void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('Expected this component inside the page, found no page around it.');
  return page;
}

/** The server's time, each second anew. While the page shows the past, the time of what it shows. */
export function useServerTime({ paused, timeline, clockOffset }: View): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return paused && timeline !== null ? timeline.timeAt(timeline.position()) : Date.now() + clockOffset;
}
