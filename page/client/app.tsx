import { useMemo, useState } from 'preact/hooks';
import type { PageState } from '../state.ts';
import { CallsPanel } from './calls-table.tsx';
import { Celebration } from './celebration.tsx';
import { type Opened, PageContext } from './context.ts';
import { PageDialog } from './dialog.tsx';
import { Drawing } from './drawing.tsx';
import { DropZone } from './drop-zone.tsx';
import { FaultsPanel } from './faults-panel.tsx';
import { GradePanel } from './grade-panel.tsx';
import { QuestionPanel } from './question-panel.tsx';
import { MessagesTable, PartsTables } from './state-tables.tsx';
import { type Store, useView, type View } from './store.ts';
import { TimeControls } from './time-controls.tsx';
import { BadgeForReaders, OfflineNote, StatusLine, TopBar } from './top-bar.tsx';
import { NewestPictures } from './upload-card.tsx';
import { UploadsPanel } from './uploads-panel.tsx';

const MOST_OPENED = 20;

/** The whole page. */
export function App({ store }: { store: Store }) {
  const view = useView(store);
  const [stack, setStack] = useState<readonly Opened[]>([]);
  const page = useMemo(
    () => ({ store, open: (what: Opened) => setStack((before) => [...before, what].slice(-MOST_OPENED)) }),
    [store],
  );
  return (
    <PageContext.Provider value={page}>
      <TopBar view={view} />
      <BadgeForReaders view={view} />
      <main>
        <OfflineNote view={view} />
        {view.state === null ? (
          <p>Waiting for the first news of the pipeline.</p>
        ) : (
          <Panels view={view} state={view.state} />
        )}
      </main>
      {view.state !== null && (
        <PageDialog
          {...{ stack, view, state: view.state }}
          back={() => setStack((before) => before.slice(0, -1))}
          close={() => setStack([])}
        />
      )}
      <Celebration view={view} />
    </PageContext.Provider>
  );
}

function Panels({ view, state }: { view: View; state: PageState }) {
  // A panel whose data are the same is not compared again: messages move without it.
  const { parts, arrows, may, faults, surprise, grade, calls, uploads } = state;
  const drop = useMemo(() => <DropZone state={state} />, [may]);
  const grading = useMemo(() => <GradePanel state={state} />, [grade, may]);
  const breaking = useMemo(() => <FaultsPanel state={state} />, [faults, surprise, may]);
  const table = useMemo(() => <PartsTables state={state} />, [parts, arrows]);
  const called = useMemo(() => <CallsPanel state={state} />, [calls, uploads]);
  return (
    <>
      <Drawing view={view} state={state}>
        <QuestionPanel view={view} state={state} />
        <NewestPictures state={state} />
        {drop}
        <StatusLine view={view} />
      </Drawing>
      <TimeControls view={view} />
      <div class="columns">
        <div>
          <UploadsPanel view={view} state={state} />
          <MessagesTable view={view} state={state} />
        </div>
        <aside aria-label="Grade and faults">
          {grading}
          {breaking}
        </aside>
      </div>
      {called}
      {table}
    </>
  );
}
