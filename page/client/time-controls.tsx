import { ROUTES } from '../routes.ts';
import { clockTime } from './badge.ts';
import { usePage } from './context.ts';
import type { View } from './store.ts';

const SPEEDS = [
  { speed: 1, name: 'Normal speed' },
  { speed: 0.5, name: 'Half speed' },
  { speed: 0.25, name: 'Quarter speed' },
] as const;

/** Pause, step, slow down, and go back over what happened. */
export function TimeControls({ view }: { view: View }) {
  const { store } = usePage();
  const { timeline, paused } = view;
  const length = timeline?.length() ?? 0;
  const position = timeline?.position() ?? 0;
  const time = timeline === null ? '' : clockTime(timeline.timeAt(position));
  return (
    <section class="time" aria-label="Time">
      <div class="row">
        <button type="button" class="main" onClick={paused ? store.play : store.pause}>
          {paused ? 'Play' : 'Pause'}
        </button>
        <button type="button" onClick={store.step}>
          Next step
        </button>
        <button
          type="button"
          onClick={store.goLive}
          disabled={!paused && view.badge.kind !== 'behind' && view.badge.kind !== 'asking'}
        >
          Go to now
        </button>
        <label class="scrub">
          <span>
            Event {position} of {length}, {time}
          </span>
          <input
            type="range"
            min={0}
            max={length}
            value={position}
            disabled={length === 0}
            aria-valuetext={`Event ${position} of ${length}, at ${time}`}
            onInput={(event) => store.seek(Number(event.currentTarget.value))}
          />
        </label>
        <label class="choice">
          <span class="unseen">Speed</span>
          <select value={view.speed} onChange={(event) => store.setSpeed(Number(event.currentTarget.value))}>
            {SPEEDS.map(({ speed, name }) => (
              <option key={speed} value={speed}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <input
            type="checkbox"
            checked={view.motion}
            onChange={(event) => store.setMotion(event.currentTarget.checked)}
          />
          Motion
        </label>
        <label class="choice">
          <input
            type="checkbox"
            checked={view.questions}
            onChange={(event) => store.setQuestions(event.currentTarget.checked)}
          />
          Questions
        </label>
        <a href={ROUTES.recording} download="image-lab.recording">
          Save a recording
        </a>
      </div>
    </section>
  );
}
