import type { PageState } from '../state.ts';
import { sendCommand } from './ask-server.ts';
import { usePage, useServerTime } from './context.ts';
import type { View } from './store.ts';
import { UploadCard } from './upload-card.tsx';

/** So many uploads have a card. */
const MOST_CARDS = 12;

/** The newest uploads first. The newest one is open. */
export function UploadsPanel({ view, state }: { view: View; state: PageState }) {
  const { store } = usePage();
  const now = useServerTime(view);
  const newest = state.uploads.toReversed();
  if (newest.length === 0) return null;
  return (
    <section aria-labelledby="uploads-title">
      <div class="row spread">
        <h2 id="uploads-title">Pictures</h2>
        <button
          type="button"
          class="small"
          onClick={async () => store.tell(await sendCommand({ type: 'clear' }))}
        >
          Remove finished pictures from this page
        </button>
      </div>
      {newest.slice(0, MOST_CARDS).map((upload, index) => (
        <UploadCard
          key={upload.id}
          {...{ upload, state, now }}
          isOpen={index === 0 || upload.state === 'failed'}
        />
      ))}
      {newest.length > MOST_CARDS && <p>{newest.length - MOST_CARDS} older pictures are not shown.</p>}
    </section>
  );
}
