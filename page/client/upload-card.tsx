import type { Cause, PageState, Picture, Upload } from '../state.ts';
import { sendCommand } from './ask-server.ts';
import { usePage } from './context.ts';
import { CopyButton } from './copy-button.tsx';
import { inBytes } from './format.ts';
import { InlineToken } from './token-glyph.tsx';
import { Waterfall } from './waterfall.tsx';

const WORDS = { 'under-way': 'under way', done: 'done', failed: 'failed' } as const;

/** One upload: its pictures, why it failed if it did, and its hops. */
export function UploadCard({
  upload,
  state,
  now,
  isOpen,
}: {
  upload: Upload;
  state: PageState;
  now: number;
  isOpen: boolean;
}) {
  const causes = state.causes.filter(({ uploadId }) => uploadId === upload.id);
  return (
    <details class={`upload ${upload.state}`} open={isOpen}>
      <summary>
        <InlineToken letter={upload.letter} shape={upload.shape} />
        <strong>
          {upload.letter}: {upload.key}
        </strong>
        <span class={`tag ${upload.state}`}>{WORDS[upload.state]}</span>
      </summary>
      {causes.map((cause) => (
        <CauseNote key={cause.id} cause={cause} state={state} />
      ))}
      <Pictures upload={upload} state={state} />
      <Waterfall upload={upload} now={now} />
    </details>
  );
}

/** The pictures of the newest upload, for the free corner of the drawing. */
export function NewestPictures({ state }: { state: PageState }) {
  const newest = state.uploads.at(-1);
  if (newest === undefined) return null;
  const cause = state.causes.findLast(({ uploadId }) => uploadId === newest.id);
  if (cause !== undefined)
    return (
      <section class="newest" aria-label={`Why ${newest.key} stopped`}>
        <p class="note fail">{cause.what}</p>
      </section>
    );
  return (
    <section class="newest" aria-label={`Pictures of ${newest.key}`}>
      <Pictures upload={newest} state={state} />
    </section>
  );
}

function Pictures({ upload, state }: { upload: Upload; state: PageState }) {
  // The page reads the pictures when nothing else is to do.
  const isRead = upload.state !== 'under-way';
  return (
    <div class="pictures">
      <Shown title="Source" picture={upload.source} isRead={isRead} missing="" />
      {state.outputs.map(({ name }) => (
        <Shown
          key={name}
          title={name}
          picture={upload.made[name]}
          isRead={isRead}
          missing={upload.state === 'under-way' ? 'not there yet' : 'was not written'}
        />
      ))}
    </div>
  );
}

function Shown({
  title,
  picture,
  isRead,
  missing,
}: {
  title: string;
  picture: Picture | undefined;
  isRead: boolean;
  missing: string;
}) {
  const pixels = picture?.width == null ? null : `${picture.width} × ${picture.height}`;
  return (
    <figure>
      {picture?.url?.startsWith('/api/pictures/') ? (
        <img src={picture.url} alt={`${title}: ${picture.key}`} loading="lazy" />
      ) : (
        <div class="no-picture">{picture === undefined ? missing : isRead ? 'no preview' : 'written'}</div>
      )}
      <figcaption>
        <strong>{title}</strong>
        {picture !== undefined && (
          <>
            <span>{pixels !== null ? `${pixels} pixels` : isRead ? 'not decoded' : 'not read yet'}</span>
            <span>
              {inBytes(picture.bytes)}
              {picture.saved !== null && `, ${savings(picture.saved)}`}
            </span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

function savings(saved: number): string {
  const percent = Math.round(Math.abs(saved) * 1000) / 10;
  return saved >= 0 ? `${percent} % smaller` : `${percent} % larger`;
}

/** Why a picture stopped, what shows it, and how to go on. */
function CauseNote({ cause, state }: { cause: Cause; state: PageState }) {
  const { store, open } = usePage();
  const may = state.may.redrive;
  const sendAgain = async () =>
    store.tell(
      await sendCommand({ type: 'redrive', ...(cause.branch !== null && { branch: cause.branch }) }),
    );
  return (
    <div class="note fail cause">
      <h3>{cause.what}</h3>
      {cause.evidence.length > 0 && (
        <ul class="evidence">
          {cause.evidence.map((line, index) => (
            <li key={line + index.toString()}>
              <code>{line}</code>
            </li>
          ))}
        </ul>
      )}
      <p>{cause.fix}</p>
      {cause.command !== null && (
        <p class="command">
          <code>{cause.command}</code>
          <CopyButton text={cause.command} what="command" />
        </p>
      )}
      <div class="row">
        {cause.canRedrive && (
          <button type="button" class="main" disabled={!may.allowed} onClick={sendAgain}>
            Send again
          </button>
        )}
        <button type="button" onClick={() => open({ kind: 'hop', id: cause.hopId })}>
          Open the hop
        </button>
        {cause.task !== null && <TaskButton task={cause.task.id} title={cause.task.title} />}
      </div>
      {cause.canRedrive && !may.allowed && <p>{may.why}</p>}
    </div>
  );
}

/** Opens a page of the workbook. */
export function TaskButton({ task, title }: { task: string; title: string }) {
  const { open } = usePage();
  return (
    <button type="button" class="link" onClick={() => open({ kind: 'task', id: task })}>
      Task {task}: {title}
    </button>
  );
}
