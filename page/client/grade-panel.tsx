import type { JsonStep, JsonTask } from '../../checks/report/json.ts';
import type { PageState } from '../state.ts';
import { sendCommand } from './ask-server.ts';
import { clockTime } from './badge.ts';
import { usePage } from './context.ts';
import { TaskButton } from './upload-card.tsx';

const WORDS: Readonly<Record<string, readonly [mark: string, word: string]>> = {
  pass: ['✓', 'right'],
  fail: ['✗', 'wrong'],
  'not-yet': ['○', 'not begun'],
  blocked: ['–', 'waits for another step'],
  pending: ['…', 'not finished'],
  error: ['?', 'could not be graded'],
  skipped: ['–', 'left out'],
};

/** The tasks, their points and hints, by the same code as `npm run check`. */
export function GradePanel({ state }: { state: PageState }) {
  const { running, grade, trouble, gradedAt, by } = state.grade;
  return (
    <section class="grade" aria-labelledby="grade-title">
      <h2 id="grade-title">Grade</h2>
      {grade !== null && (
        <>
          <p class="score">
            <strong>{grade.score}</strong> of {grade.maxScore} points
            {grade.maxBonus > 0 && (
              <span class="bonus">
                + {grade.bonus} of {grade.maxBonus} bonus
              </span>
            )}
          </p>
          <meter min={0} max={grade.maxScore} value={grade.score} aria-label="Points" />
        </>
      )}
      <p class="soft" role="status">
        {running
          ? 'Grading …'
          : gradedAt === null
            ? 'Not graded yet.'
            : `Graded at ${clockTime(gradedAt)}${by === 'read-only' ? ', without a test picture' : ''}.`}
      </p>
      {trouble !== null && <p class="note fail">{trouble}</p>}
      <GradeButtons state={state} />
      {grade?.tasks.map((task) => (
        <TaskRow key={task.id} task={task} changed={state.grade.changed} />
      ))}
    </section>
  );
}

function GradeButtons({ state }: { state: PageState }) {
  const { store } = usePage();
  const { grade, probe } = state.may;
  const ask = async (withPicture: boolean) =>
    store.tell(await sendCommand({ type: 'grade', probe: withPicture }));
  return (
    <div class="row">
      {grade.allowed && (
        <button type="button" disabled={state.grade.running} onClick={() => ask(false)}>
          Grade now
        </button>
      )}
      {probe.allowed && (
        <button type="button" disabled={state.grade.running} onClick={() => ask(true)}>
          Grade with a test picture
        </button>
      )}
    </div>
  );
}

function TaskRow({ task, changed }: { task: JsonTask; changed: PageState['grade']['changed'] }) {
  const isNew = task.steps.every(({ notYet, verdict }) => notYet || verdict === 'blocked');
  const kind = task.verdict === 'fail' && isNew ? 'not-yet' : task.verdict;
  const [mark, word] = WORDS[kind] ?? ['?', kind];
  const isChanged = task.steps.some(({ id }) => changed.some(({ step }) => step === id));
  return (
    <details class={`task ${kind} ${isChanged ? 'changed' : ''}`} open={kind === 'fail'}>
      <summary>
        <span class="mark" aria-hidden="true">
          {mark}
        </span>
        <span class="title">
          <strong>{task.id}</strong> {task.title}
          <span class="unseen">: {word}</span>
          {isChanged && <span class="tag">changed</span>}
        </span>
        <span class="number">
          {task.earned}/{task.points}
        </span>
      </summary>
      <ul>
        {task.steps.map((step) => (
          <StepRow key={step.id} step={step} was={changed.find((one) => one.step === step.id)?.was} />
        ))}
      </ul>
      <TaskButton task={task.id} title="open the workbook" />
    </details>
  );
}

function StepRow({ step, was }: { step: JsonStep; was: string | undefined }) {
  const kind = step.notYet ? 'not-yet' : step.verdict;
  const [mark, word] = WORDS[kind] ?? ['?', kind];
  return (
    <li class={kind}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>{' '}
      {step.title} <span class="result">({word})</span>
      {was !== undefined && <span class="tag">was: {WORDS[was]?.[1] ?? was}</span>}
      {step.hint !== null && <p class="hint">{step.hint}</p>}
    </li>
  );
}
