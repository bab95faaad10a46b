import { useEffect, useRef } from 'preact/hooks';
import type { PageState } from '../state.ts';
import type { Opened } from './context.ts';
import { HopView } from './hop-view.tsx';
import { PartView } from './part-view.tsx';
import type { View } from './store.ts';
import { TaskView } from './task-view.tsx';

interface DialogProps {
  /** What was opened, newest last. */
  stack: readonly Opened[];
  view: View;
  state: PageState;
  back(): void;
  close(): void;
}

/** Shows a hop, a part or a page of the workbook above the page. */
export function PageDialog({ stack, view, state, back, close }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const opened = stack.at(-1);
  const isOpen = opened !== undefined;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  // The beginning of what was opened last is in view.
  useEffect(() => dialog.current?.scrollTo(0, 0), [opened]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {isOpen && (
        <div class="inside">
          <div class="row spread">
            {stack.length > 1 ? (
              <button type="button" onClick={back}>
                Back
              </button>
            ) : (
              <span />
            )}
            <button type="button" onClick={close}>
              Close
            </button>
          </div>
          {opened.kind === 'hop' && <HopView key={opened.id} id={opened.id} state={state} />}
          {opened.kind === 'part' && <PartView id={opened.id} view={view} state={state} />}
          {opened.kind === 'task' && <TaskView key={opened.id} id={opened.id} />}
        </div>
      )}
    </dialog>
  );
}
