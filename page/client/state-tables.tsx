import type { PageState } from '../state.ts';
import { tokenWords } from '../token-words.ts';
import { usePage, useServerTime } from './context.ts';
import { countWords, existsWords } from './part-words.ts';
import type { View } from './store.ts';
import { InlineToken, SHAPE_NAMES } from './token-glyph.tsx';
import { TaskButton } from './upload-card.tsx';

const MOST_MESSAGES = 40;

/** Every message with its state written out. */
export function MessagesTable({ view, state }: { view: View; state: PageState }) {
  const now = useServerTime(view);
  const tokens = Object.values(state.tokens).toReversed();
  return (
    <section aria-labelledby="messages-title">
      <h2 id="messages-title">Messages</h2>
      {tokens.length === 0 ? (
        <p class="soft">No message is under way.</p>
      ) : (
        <table class="messages">
          <thead>
            <tr>
              <th scope="col">Message</th>
              <th scope="col">Is at</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {tokens.slice(0, MOST_MESSAGES).map((token) => (
              <tr key={token.id} class={token.state.kind}>
                <th scope="row">
                  <InlineToken letter={token.letter} shape={token.shape} />
                  {token.letter !== '·' && `${token.letter}: `}
                  {token.label}
                  <span class="unseen">, {SHAPE_NAMES[token.shape % SHAPE_NAMES.length]}</span>
                </th>
                <td>{state.parts[token.at]?.name ?? token.at}</td>
                <td>
                  {tokenWords(token.state, now)}
                  {token.state.kind === 'backing-off' && <p class="hint">{token.state.why}</p>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {tokens.length > MOST_MESSAGES && <p>{tokens.length - MOST_MESSAGES} more messages are not listed.</p>}
    </section>
  );
}

/** The same information as the drawing, as tables. */
export function PartsTables({ state }: { state: PageState }) {
  const { open } = usePage();
  return (
    <section aria-labelledby="parts-title">
      <h2 id="parts-title">The drawing as a table</h2>
      <table class="parts">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">State</th>
            <th scope="col">Counts</th>
            <th scope="col">Notes</th>
          </tr>
        </thead>
        <tbody>
          {Object.values(state.parts).map((part) => (
            <tr key={part.id}>
              <th scope="row">
                <button type="button" class="link" onClick={() => open({ kind: 'part', id: part.id })}>
                  {part.name}
                </button>
                <span class="soft"> {part.kind}</span>
              </th>
              <td>
                {part.exists === 'no' && part.task !== null ? (
                  <>
                    does not exist yet: <TaskButton task={part.task.id} title={part.task.title} />
                  </>
                ) : (
                  existsWords(part)
                )}
              </td>
              <td>{part.exists === 'yes' ? countWords(part).join(', ') : ''}</td>
              <td>{part.notes.join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table class="parts">
        <thead>
          <tr>
            <th scope="col">Arrow</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">Notes</th>
          </tr>
        </thead>
        <tbody>
          {Object.values(state.arrows).map((arrow) => (
            <tr key={arrow.id}>
              <th scope="row">
                {state.parts[arrow.from]?.name ?? arrow.from} → {state.parts[arrow.to]?.name ?? arrow.to}
              </th>
              <td>{arrow.kind}</td>
              <td>
                {existsWords(arrow)}
                {arrow.exists === 'yes' && (arrow.open ? ', messages pass' : ', messages do not pass')}
              </td>
              <td>{arrow.notes.join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
