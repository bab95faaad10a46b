import { usePage } from './context.ts';
import { counted } from './format.ts';
import type { View } from './store.ts';

/** The name of the page, where its pipeline runs, and whether it shows the present. */
export function TopBar({ view }: { view: View }) {
  const { badge, state } = view;
  return (
    <header class="top">
      <div>
        <h1>Serverless image lab</h1>
        <p class="place">
          {state?.place ?? 'Connecting'}
          {state?.rate != null &&
            `. ${counted(state.rate.lastMinute, 'call')} to AWS in the last minute, at most ${state.rate.most}`}
        </p>
      </div>
      <p class={`badge ${badge.kind}`}>
        <strong>{badge.word}</strong>
        <span>{badge.sentence}</span>
      </p>
    </header>
  );
}

/** What the page says about the newest events. Screen readers read it when they have time. */
export function StatusLine({ view }: { view: View }) {
  const newest = view.notices.at(-1);
  return (
    <p class={`status ${newest?.tone ?? 'info'}`} role="status">
      {newest?.words}
    </p>
  );
}

/** Says aloud when the page stops or starts being live. */
export function BadgeForReaders({ view }: { view: View }) {
  return (
    <p class="unseen" role="status">
      {view.badge.kind === 'live' ? 'Live.' : `${view.badge.word}.`}
    </p>
  );
}

/** What the browser cannot do without a server that answers. */
export function OfflineNote({ view }: { view: View }) {
  const { store } = usePage();
  if (view.badge.kind !== 'offline') return null;
  return (
    <div class="note fail">
      <p>{view.badge.sentence}</p>
      {view.state !== null && <p>Everything below is the last known state and may be out of date.</p>}
      <button type="button" onClick={store.restart}>
        Try again now
      </button>
    </div>
  );
}
