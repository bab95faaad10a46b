import type { PageState, Question } from '../state.ts';
import { usePage } from './context.ts';
import type { View } from './store.ts';

/** "What happens next?" The page stops there until the learner answers or skips. */
export function QuestionPanel({ view, state }: { view: View; state: PageState }) {
  if (!view.questions) return null;
  const asking = view.playback?.asking();
  const open = state.questions.find(({ id }) => id === asking);
  if (open !== undefined) return <OpenQuestion question={open} />;
  const answered = state.questions.findLast(({ id }) => (view.answers.get(id) ?? '') !== '');
  if (answered === undefined) return null;
  return <AnsweredQuestion question={answered} answer={view.answers.get(answered.id) ?? ''} />;
}

function OpenQuestion({ question }: { question: Question }) {
  const { store } = usePage();
  return (
    <section class="question open" aria-labelledby="question-title" data-question={question.id}>
      <h2 id="question-title">What happens next?</h2>
      <p class="asked" role="status">
        {question.text}
      </p>
      <div class="row">
        {question.answers.map(({ id, text }) => (
          <button key={id} type="button" class="answer" onClick={() => store.answer(question.id, id)}>
            {text}
          </button>
        ))}
        <button type="button" class="link" onClick={() => store.answer(question.id, '')}>
          Skip this question
        </button>
        <button type="button" class="link" onClick={() => store.setQuestions(false)}>
          Turn questions off
        </button>
      </div>
    </section>
  );
}

function AnsweredQuestion({ question, answer }: { question: Question; answer: string }) {
  const { store, open } = usePage();
  const { reveal } = question;
  const isRight = answer === reveal?.right;
  const kind = reveal === null ? '' : isRight ? 'pass' : 'fail';
  return (
    <section class={`question note ${kind}`} aria-label="Your answer">
      <div role="status">
        {reveal === null ? (
          <p>You answered: {textOf(question, answer)}. The page shows what happens.</p>
        ) : (
          <p>
            <strong>{isRight ? 'Yes.' : `No: ${textOf(question, reveal.right)}.`}</strong> {reveal.why}
          </p>
        )}
      </div>
      <div class="row">
        {reveal?.hopId != null && (
          <button type="button" class="link" onClick={() => open({ kind: 'hop', id: reveal.hopId ?? '' })}>
            Open the hop
          </button>
        )}
        <button type="button" class="link" onClick={() => store.answer(question.id, '')}>
          Close
        </button>
      </div>
    </section>
  );
}

function textOf({ answers }: Question, id: string): string {
  return (answers.find((one) => one.id === id)?.text ?? '').replace(/\.$/, '');
}
