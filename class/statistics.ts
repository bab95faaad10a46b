import { exitStatus, type StepGrade } from '../checks/grade.ts';
import { nextStep } from '../checks/report/next-step.ts';
import { tasks } from '../checks/tasks.ts';
import { type Obstacle, obstaclesOf } from './obstacles.ts';
import type { JudgedResult, Status } from './result.ts';

export interface ClassStatistics {
  /** They add up to the roster. */
  counts: Record<Status, number>;
  /** Learners whose required tasks all pass. */
  right: number;
  /** Learners of whose required points some could not be graded. */
  incomplete: number;
  /** The middle score of the graded learners; null without any. */
  median: number | null;
  maxScore: number;
  tasks: TaskCount[];
  /** The most common first. */
  findings: Finding[];
  /** Where learners are stuck: the step that each should look at next. The most common first. */
  stuck: Stuck[];
  /** What kept the grader from grading. */
  obstacles: Obstacle[];
}

export interface TaskCount {
  id: string;
  title: string;
  optional: boolean;
  passed: number;
  graded: number;
}

export interface Finding {
  step: string;
  title: string;
  /** The hint of the first of them. */
  hint: string;
  guide: string;
  ids: string[];
}

export interface Stuck {
  step: string;
  title: string;
  guide: string;
  ids: string[];
}

export function statisticsOf(results: readonly JudgedResult[]): ClassStatistics {
  const count = (status: Status) => results.filter((one) => one.status === status).length;
  const grades = results.flatMap(({ grade }) => grade ?? []);
  const scores = results.flatMap(({ grade, status }) => (grade && status === 'graded' ? grade.score : []));
  return {
    counts: {
      ...{ graded: count('graded'), 'not-begun': count('not-begun') },
      ...{ unreachable: count('unreachable'), 'grader-failed': count('grader-failed') },
    },
    right: grades.filter((grade) => exitStatus(grade) === 0).length,
    incomplete: results.filter(({ ungraded }) => ungraded > 0).length,
    median: medianOf(scores),
    maxScore: grades[0]?.maxScore ?? 100,
    tasks: taskCounts(results),
    findings: findingsOf(results),
    stuck: stuckOf(results),
    obstacles: obstaclesOf(results),
  };
}

/** `60 graded, 3 not begun, 1 could not be reached, 0 where the grader failed`: the parts without zeros. */
export function countsInWords({ counts }: ClassStatistics): string {
  const words: readonly [number, string][] = [
    [counts.graded, 'graded'],
    [counts['not-begun'], 'not begun'],
    [counts.unreachable, 'could not be reached'],
    [counts['grader-failed'], 'where the grader failed'],
  ];
  return words.flatMap(([number, word]) => (number > 0 ? `${number} ${word}` : [])).join(', ');
}

function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const lower = sorted[middle - 1] ?? upper;
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}

function taskCounts(results: readonly JudgedResult[]): TaskCount[] {
  const all = results.flatMap(({ grade }) => grade?.tasks ?? []);
  const byId = Map.groupBy(all, ({ id }) => id);
  return [...byId].flatMap(([id, tasks]) => {
    const [first] = tasks;
    const passed = tasks.filter(({ verdict }) => verdict === 'pass').length;
    return first ? [{ id, title: first.title, optional: first.optional, passed, graded: tasks.length }] : [];
  });
}

/** What learners did wrong. Steps that were not begun or that only wait for another one are left out. */
function findingsOf(results: readonly JudgedResult[]): Finding[] {
  const wrong = results.flatMap(({ id, grade }) =>
    (grade?.tasks ?? []).flatMap(({ steps }) =>
      steps
        .filter(({ verdict, blockedBy }) => verdict === 'fail' && blockedBy === null)
        .map((step) => ({ id, step })),
    ),
  );
  return grouped(wrong).map(({ step, ids }) => ({ ...about(step), hint: step.hint ?? '', ids }));
}

function stuckOf(results: readonly JudgedResult[]): Stuck[] {
  const at = results.flatMap(({ id, grade }) => {
    const next = grade && nextStep(grade);
    return next && next.kind === 'fix' ? [{ id, step: next.step }] : [];
  });
  return grouped(at).map(({ step, ids }) => ({ ...about(step), ids }));
}

function about({ id, title, guide }: StepGrade) {
  return { step: id, title, guide };
}

/** The steps in the order of the lab. */
const stepIds = tasks.flatMap(({ steps }) => steps.map(({ id }) => id));

/** The most common first, and equally common ones in the order of the lab. */
function grouped(found: readonly { id: string; step: StepGrade }[]): { step: StepGrade; ids: string[] }[] {
  const groups = [...Map.groupBy(found, ({ step }) => step.id).values()];
  const rank = ({ step }: { step: StepGrade }) => stepIds.indexOf(step.id);
  return groups
    .flatMap((group) => (group[0] ? [{ step: group[0].step, ids: group.map(({ id }) => id) }] : []))
    .toSorted((one, other) => other.ids.length - one.ids.length || rank(one) - rank(other));
}
