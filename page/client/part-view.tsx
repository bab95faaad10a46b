import type { Hop, PageState, PartId } from '../state.ts';
import { tokenWords } from '../token-words.ts';
import { usePage, useServerTime } from './context.ts';
import { countWords, existsWords } from './part-words.ts';
import type { View } from './store.ts';
import { InlineToken } from './token-glyph.tsx';
import { TaskButton } from './upload-card.tsx';

const MOST_HOPS = 12;

/** One part of the pipeline: its state, its messages, its connections, and its newest hops. */
export function PartView({ id, view, state }: { id: PartId; view: View; state: PageState }) {
  const { open } = usePage();
  const now = useServerTime(view);
  const part = state.parts[id];
  const tokens = Object.values(state.tokens).filter(({ at }) => at === id);
  const arrows = Object.values(state.arrows).filter(({ from, to }) => from === id || to === id);
  return (
    <article>
      <h2 id="dialog-title">
        {part?.kind} {part?.name}
      </h2>
      <p>{[existsWords(part), ...(part.exists === 'yes' ? countWords(part) : [])].join(', ')}.</p>
      {part.notes.map((note) => (
        <p key={note} class="note fail">
          {note}
        </p>
      ))}
      {part.task !== null && <TaskButton task={part.task.id} title={part.task.title} />}
      <h3>Connections</h3>
      <ul>
        {arrows.map((arrow) => (
          <li key={arrow.id}>
            {state.parts[arrow.from]?.name ?? arrow.from} → {state.parts[arrow.to]?.name ?? arrow.to}:{' '}
            {arrow.kind}, {existsWords(arrow)}
            {arrow.exists === 'yes' && (arrow.open ? ', messages pass' : ', messages do not pass')}.{' '}
            {arrow.notes.join(' ')}
          </li>
        ))}
      </ul>
      {tokens.length > 0 && <h3>Messages here</h3>}
      <ul>
        {tokens.slice(0, MOST_HOPS).map((token) => (
          <li key={token.id}>
            <InlineToken letter={token.letter} shape={token.shape} /> {token.letter}: {token.label},{' '}
            {tokenWords(token.state, now)}
          </li>
        ))}
      </ul>
      <h3>Newest hops</h3>
      <ul>
        {newestHops(state, id).map((hop) => (
          <li key={hop.id}>
            <button type="button" class="link" onClick={() => open({ kind: 'hop', id: hop.id })}>
              {hop.words}
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}

function newestHops(state: PageState, id: PartId): Hop[] {
  return state.uploads
    .flatMap(({ hops }) => hops.filter(({ from, to }) => from === id || to === id))
    .toSorted((a, b) => b.startAt - a.startAt)
    .slice(0, MOST_HOPS);
}
