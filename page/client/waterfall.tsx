import type { Hop, Upload } from '../state.ts';
import { usePage } from './context.ts';
import { inTime } from './format.ts';

const WIDTH = 100;

/** The hops of one upload, with the time of each as a bar. A hop opens with its button. */
export function Waterfall({ upload, now }: { upload: Upload; now: number }) {
  const { open } = usePage();
  const end = Math.max(
    upload.startedAt + 1,
    ...upload.hops.map(({ endAt, startAt }) => endAt ?? Math.max(startAt, now)),
  );
  const scale = WIDTH / (end - upload.startedAt);
  return (
    <table class="hops">
      <caption>Hops of {upload.key}</caption>
      <thead>
        <tr>
          <th scope="col">Hop</th>
          <th scope="col">Began after</th>
          <th scope="col">Took</th>
          <th scope="col" class="bar">
            Time
          </th>
        </tr>
      </thead>
      <tbody>
        {upload.hops.map((hop) => (
          <tr key={hop.id} class={hop.state}>
            <th scope="row">
              <button type="button" class="link" onClick={() => open({ kind: 'hop', id: hop.id })}>
                {hop.words}
              </button>
              {hop.attempt !== null && hop.attempt > 1 && <span class="tag">attempt {hop.attempt}</span>}
              {hop.state === 'failed' && <span class="tag fail">failed</span>}
              {hop.state === 'under-way' && <span class="tag">under way</span>}
            </th>
            <td class="number">{inTime(Math.max(0, hop.startAt - upload.startedAt))}</td>
            <td class="number">{hop.endAt === null ? '…' : inTime(hop.endAt - hop.startAt)}</td>
            <td class="bar" aria-hidden="true">
              <Bar hop={hop} upload={upload} scale={scale} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ hop, upload, scale, now }: { hop: Hop; upload: Upload; scale: number; now: number }) {
  const x = Math.max(0, (hop.startAt - upload.startedAt) * scale);
  const width = Math.max(1, ((hop.endAt ?? now) - hop.startAt) * scale);
  return (
    <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
      <rect class={hop.branch ?? 'trunk'} x={Math.min(x, WIDTH - 1)} width={width} height="10" />
    </svg>
  );
}
