import pLimit from 'p-limit';
import type { GradedLearner } from './grade-learner.ts';
import type { Learner } from './learner.ts';

export interface RunOptions {
  learners: readonly Learner[];
  atOnce: number;
  grade(learner: Learner, say: (line: string) => void): Promise<GradedLearner>;
  /** Keeps a result. A result that came after the stop is not kept, because the learner was not graded to the end. */
  keep(learner: Learner, graded: GradedLearner): void;
  onChange(state: RunState): void;
  signal: AbortSignal;
}

export interface RunState {
  total: number;
  done: number;
  /** Who is being graded now, and what the grader does there. */
  now: ReadonlyMap<string, string>;
  /** The learner whose result just came. */
  last?: { learner: Learner; graded: GradedLearner };
}

/** Grades learners side by side. It ends when all are done, or after a stop when those in work have been left clean. */
export async function runClass({
  learners,
  atOnce,
  grade,
  keep,
  onChange,
  signal,
}: RunOptions): Promise<void> {
  const now = new Map<string, string>();
  let done = 0;
  const state = (more: Pick<RunState, 'last'> = {}): RunState => ({
    total: learners.length,
    done,
    now,
    ...more,
  });
  const one = async (learner: Learner) => {
    if (signal.aborted) return;
    now.set(learner.id, 'starts');
    onChange(state());
    const graded = await grade(learner, (line) => {
      now.set(learner.id, line);
      onChange(state());
    });
    now.delete(learner.id);
    if (signal.aborted) return;
    keep(learner, graded);
    done++;
    onChange(state({ last: { learner, graded } }));
  };
  const limit = pLimit(atOnce);
  await Promise.all(learners.map((learner) => limit(() => one(learner))));
}
