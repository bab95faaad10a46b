import { useState } from 'preact/hooks';
import type { AwsCall, PageState } from '../state.ts';
import { clockTime } from './badge.ts';

const MOST_ROWS = 60;

/** What tools, functions and services asked of AWS. It can be filtered by upload, by hop, and by decision. */
export function CallsPanel({ state }: { state: PageState }) {
  const [uploadId, setUpload] = useState('');
  const [hopId, setHop] = useState('');
  const [isDenied, setDenied] = useState(false);
  const upload = state.uploads.find(({ id }) => id === uploadId);
  const calls = state.calls
    .filter((call) => upload === undefined || call.uploadId === uploadId)
    .filter((call) => upload === undefined || hopId === '' || call.hopId === hopId)
    .filter((call) => !isDenied || call.decision === 'denied' || call.error !== null)
    .toReversed();
  return (
    <section aria-labelledby="calls-title" class="calls">
      <h2 id="calls-title">AWS calls</h2>
      <div class="row">
        <label class="choice">
          Picture{' '}
          <select
            value={upload === undefined ? '' : uploadId}
            onChange={(event) => {
              setUpload(event.currentTarget.value);
              setHop('');
            }}
          >
            <option value="">all</option>
            {state.uploads.toReversed().map(({ id, letter, key }) => (
              <option key={id} value={id}>
                {letter}: {key}
              </option>
            ))}
          </select>
        </label>
        {upload !== undefined && (
          <label class="choice">
            Hop{' '}
            <select value={hopId} onChange={(event) => setHop(event.currentTarget.value)}>
              <option value="">all</option>
              {upload.hops.map(({ id, words }) => (
                <option key={id} value={id}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="choice">
          <input
            type="checkbox"
            checked={isDenied}
            onChange={(event) => setDenied(event.currentTarget.checked)}
          />
          Only denied and failed calls
        </label>
      </div>
      <CallsTable calls={calls.slice(0, MOST_ROWS)} />
      {calls.length > MOST_ROWS && <p class="soft">{calls.length - MOST_ROWS} older calls are not shown.</p>}
    </section>
  );
}

export function CallsTable({ calls }: { calls: readonly AwsCall[] }) {
  if (calls.length === 0) return <p class="soft">No calls.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard can scroll what scrolls
    <section class="bare scroll" aria-label="Calls to AWS, newest first" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {['Time', 'Caller', 'Action', 'Resource', 'Decision', 'ms'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CallRow({ call }: { call: AwsCall }) {
  return (
    <tr class={call.decision}>
      <td class="number">{clockTime(call.at)}</td>
      <td title={call.principal}>{call.caller}</td>
      <td>
        <code>{call.action}</code>
      </td>
      <td>{call.resource}</td>
      <td>
        <strong class="result">{call.decision === 'not-checked' ? 'not checked' : call.decision}</strong>{' '}
        {call.by}
        {call.error !== null && <p class="hint">{call.error}</p>}
        {(call.request !== null || call.response !== null) && (
          <details>
            <summary>Payload</summary>
            <pre>{call.request ?? ''}</pre>
            {call.response !== null && <pre>{call.response}</pre>}
          </details>
        )}
      </td>
      <td class="number">{call.callerKind === 'service' ? '–' : Math.round(call.ms)}</td>
    </tr>
  );
}
