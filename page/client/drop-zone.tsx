import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageState } from '../state.ts';
import { sendCommand, sendPicture } from './ask-server.ts';
import { usePage } from './context.ts';

/** So many pictures are taken from one drop. */
const MOST_TOGETHER = 20;

/** Takes pictures: dropped anywhere on the page, pasted, chosen, from the camera, or the samples. */
export function DropZone({ state }: { state: PageState }) {
  const { store } = usePage();
  const may = state.may.upload;
  const [isSending, setSending] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const send = async (files: readonly File[]) => {
    if (!may.allowed) return store.notify(may.why, 'bad');
    setSending(true);
    if (files.length > MOST_TOGETHER)
      store.notify(`The page sends the first ${MOST_TOGETHER} pictures.`, 'info');
    for (const file of files.slice(0, MOST_TOGETHER)) store.tell(await sendPicture(file));
    setSending(false);
  };
  const sample = async (which: 'happy-face' | 'broken') =>
    store.tell(await sendCommand({ type: 'sample', which }));
  const isOver = useDroppedAndPasted(send);
  return (
    <section class={`drop ${isOver ? 'over' : ''}`} aria-labelledby="drop-title">
      <h2 id="drop-title">Send a picture</h2>
      {may.allowed ? <p>Drop pictures anywhere on this page, or paste one.</p> : <p>{may.why}</p>}
      <div class="row">
        <button type="button" class="main" disabled={!may.allowed} onClick={() => sample('happy-face')}>
          Send the sample
        </button>
        <button type="button" disabled={!may.allowed || isSending} onClick={() => chooser.current?.click()}>
          Choose pictures
        </button>
        <button type="button" disabled={!may.allowed || isSending} onClick={() => camera.current?.click()}>
          Use the camera
        </button>
        <button type="button" disabled={!may.allowed} onClick={() => sample('broken')}>
          Send a broken picture
        </button>
      </div>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => take(event, send)}
      />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => take(event, send)}
      />
    </section>
  );
}

function take(event: { currentTarget: HTMLInputElement }, send: (files: readonly File[]) => void): void {
  send([...(event.currentTarget.files ?? [])]);
  // The same picture can be chosen again.
  event.currentTarget.value = '';
}

function useDroppedAndPasted(send: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    document.addEventListener(
      'dragover',
      (event) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      { signal },
    );
    document.addEventListener(
      'dragleave',
      (event) => {
        if (event.relatedTarget === null) setOver(false);
      },
      { signal },
    );
    document.addEventListener(
      'drop',
      (event) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        setOver(false);
        send([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    document.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length > 0) send(files);
      },
      { signal },
    );
    return () => stop.abort();
  });
  return isOver;
}
