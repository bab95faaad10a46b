import type { PageState, Question } from '../state.ts';
import { usePage } from './context.ts';
import type { View } from './store.ts';

/** "What happens next?" The page stops there until the learner answers or skips. */
export function QuestionPanel({ view, state }: { view: View; state: PageState }) {
  const { store, open } = usePage();
  const question = chosen(view, state);
  if (!view.questions || question === undefined) return null;
  const answer = view.answers.get(question.id);
  const { reveal } = question;
  return (
    <section class="question" aria-labelledby="question-title" data-question={question.id}>
      <h2 id="question-title">What happens next?</h2>
      <div aria-live="polite">
        <p class="asked">{question.text}</p>
        {answer !== undefined && reveal === null && (
          <p>You answered: {textOf(question, answer)}. The page shows what happens.</p>
        )}
        {answer !== undefined && reveal !== null && (
          <div class={`note ${answer === reveal.right ? 'pass' : 'fail'}`}>
            <p>
              <strong>{answer === reveal.right ? 'Yes.' : `No: ${textOf(question, reveal.right)}.`}</strong>{' '}
              {reveal.why}
            </p>
          </div>
        )}
      </div>
      <div class="row">
        {answer === undefined &&
          question.answers.map(({ id, text }) => (
            <button key={id} type="button" class="answer" onClick={() => store.answer(question.id, id)}>
              {text}
            </button>
          ))}
        {answer === undefined && (
          <>
            <button type="button" class="link" onClick={() => store.answer(question.id, '')}>
              Skip this question
            </button>
            <button type="button" class="link" onClick={() => store.setQuestions(false)}>
              Turn questions off
            </button>
          </>
        )}
        {answer !== undefined && reveal?.hopId != null && (
          <button type="button" onClick={() => open({ kind: 'hop', id: reveal.hopId ?? '' })}>
            Open the hop
          </button>
        )}
      </div>
    </section>
  );
}

/** The open question, or else the last one that was answered. */
function chosen(view: View, state: PageState): Question | undefined {
  const asking = view.playback?.asking();
  if (asking != null) return state.questions.find(({ id }) => id === asking);
  return state.questions.findLast(({ id }) => (view.answers.get(id) ?? '') !== '');
}

function textOf({ answers }: Question, id: string): string {
  return (answers.find((one) => one.id === id)?.text ?? '').replace(/\.$/, '');
}
