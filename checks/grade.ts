import type { Facts, JourneyFacts } from '../account/facts.ts';
import { cleanTexts } from '../cli/clean-text.mjs';
import { adviseGraderRole } from './advise-grader-role.ts';
import { disagreement } from './disagreement.ts';
import { adviseProduction } from './production/advise.ts';
import { type Provenance, provenanceOf } from './report/provenance.ts';
import type { Advice, Evidence, Finding, Step, Task } from './step.ts';
import { tasks } from './tasks.ts';

/** `not-yet`: not begun, which is a failure in a friendlier tone. */
export type Verdict = 'pass' | 'fail' | 'not-yet' | 'blocked' | 'pending' | 'error' | 'skipped';

/** The grade of a lab. Other programs read it as `--format json`, whose shape is in report/json.ts. */
export interface Grade {
  schemaVersion: 1;
  lab: 'hands-on-4';
  account: string;
  region: string;
  startedAt: string;
  durationMs: number;
  mode: Facts['mode'];
  score: number;
  maxScore: number;
  bonus: number;
  maxBonus: number;
  /** Tasks that were removed from the points and from the maximum (`--without`). */
  without: RemovedTask[];
  tasks: TaskGrade[];
  advice: Advice[];
  /** The picture that was followed through the pipeline; null when there was none. */
  journey: JourneyFacts | null;
  /** What the probe created and could not remove. */
  leftovers: readonly string[];
  /** What was graded, and whether AWS was asked. */
  provenance: Provenance;
}

export interface RemovedTask {
  id: string;
  title: string;
  optional: boolean;
  /** The points that it would have added to the maximum. */
  points: number;
}

export interface TaskGrade {
  id: string;
  title: string;
  optional: boolean;
  points: number;
  earned: number;
  verdict: Verdict;
  /** The step that has to pass first; null when nothing blocks it. */
  blockedBy: string | null;
  steps: StepGrade[];
}

export interface StepGrade {
  id: string;
  title: string;
  points: number;
  earned: number;
  verdict: Verdict;
  blockedBy: string | null;
  /** Null when it passed. */
  hint: string | null;
  evidence: Evidence;
  guide: string;
}

/**
 * Grades facts. Pure: the same facts give the same grade. All texts are cleaned, so that no report has to handle control
 * characters in the learner's names.
 * @param only ids of tasks (`2.1`, or `2` for all of its parts). The others are verified but left out of the grade.
 * @param source whether the facts were just read from AWS or come from a file.
 * @param without ids of tasks that are removed from the points and the maximum. A step that needs one of them still waits for
 * it, except for task 4: without it, each function is judged by its own role.
 * @example
 * const grade = gradeFacts(readFacts('facts.json'), ['2'], 'file');
 * console.log(grade.score, grade.maxScore); // 21 25
 */
export function gradeFacts(
  facts: Facts,
  only: readonly string[] = [],
  source: Provenance['source'] = 'account',
  without: readonly string[] = [],
): Grade {
  const isRemoved = ({ id }: Task) => without.some((asked) => isPartOf(id, asked));
  const found = verifyAll(facts, tasks, tasks.filter(isRemoved));
  const asked = tasks.filter(({ id }) => only.length === 0 || only.some((asked) => isPartOf(id, asked)));
  const graded = asked.filter((task) => !isRemoved(task));
  const taskGrades = graded.map((task) => gradeTask(task, found));
  const required = taskGrades.filter(({ optional }) => !optional);
  const bonus = taskGrades.filter(({ optional }) => optional);
  return cleanTexts<Grade>({
    schemaVersion: 1,
    lab: facts.lab,
    account: facts.account,
    region: facts.region,
    startedAt: facts.startedAt,
    durationMs: facts.durationMs,
    mode: facts.mode,
    score: sum(required, 'earned'),
    maxScore: sum(required, 'points'),
    bonus: sum(bonus, 'earned'),
    maxBonus: sum(bonus, 'points'),
    without: asked.filter(isRemoved).map(removedTask),
    tasks: taskGrades,
    // Advice about production belongs to no task, so a part of the tasks has none.
    advice: [
      ...adviceOf(graded, found),
      ...adviseGraderRole(facts),
      ...(only.length === 0 ? adviseProduction(facts) : []),
    ],
    journey: facts.journey.kind === 'found' ? facts.journey.value : null,
    leftovers: facts.leftovers,
    provenance: provenanceOf(facts, source),
  });
}

function removedTask({ id, title, optional, steps }: Task): RemovedTask {
  return { id, title, optional, points: sum(steps, 'points') };
}

/** The ids of the steps that fail or were not begun, whatever they depend on. */
export function failedSteps(facts: Facts): ReadonlySet<string> {
  const failed = [...verifyAll(facts, tasks)].filter(([, { finding }]) => isFailure(finding));
  return new Set(failed.map(([id]) => id));
}

/** Whether the learner has something to do: a step failed or was not begun. */
export function isFailure<T extends { verdict: Verdict }>(
  judged: T,
): judged is T & { verdict: 'fail' | 'not-yet' } {
  return judged.verdict === 'fail' || judged.verdict === 'not-yet';
}

/** The exit status. 0: all required tasks pass. 1: something failed, is blocked or is pending. 2: something could not be graded. */
export function exitStatus({ tasks }: Grade): 0 | 1 | 2 {
  const verdicts = tasks.filter(({ optional }) => !optional).map(({ verdict }) => verdict);
  if (verdicts.includes('error')) return 2;
  return verdicts.every((verdict) => verdict === 'pass' || verdict === 'skipped') ? 0 : 1;
}

/** Whether a task is the requested one or a part of it: `2.1` is a part of `2`. */
export function isPartOf(id: string, asked: string): boolean {
  return id === asked || id.startsWith(`${asked}.`);
}

interface Found {
  finding: Finding;
  /** The step to blame, when it is another one. */
  blocker: Step | undefined;
}

/** @param removed tasks that are not part of the grade. */
function verifyAll(
  facts: Facts,
  all: readonly Task[],
  removed: readonly Task[] = [],
): ReadonlyMap<string, Found> {
  // Each function's own role is judged anyway, so the names and roles of task 4 need not block anything.
  const isFree = removed.some(({ id }) => id === '4');
  const steps = new Map(all.flatMap((task) => task.steps.map((step) => [step.id, step] as const)));
  const found = new Map<string, Found>();
  for (const step of steps.values()) find(step);
  return found;

  function find(step: Step): Found {
    const known = found.get(step.id);
    if (known) return known;
    const finding = verify(step, facts);
    const result = {
      finding: withDisagreement(finding, step.id, facts),
      blocker: isOpen(finding) ? firstBlocker(step) : undefined,
    };
    found.set(step.id, result);
    return result;
  }

  /** Follows the chain to the step that is itself to blame. A pending step is to blame only when no other step failed. */
  function firstBlocker(step: Step): Step | undefined {
    const needs = typeof step.needs === 'function' ? step.needs(facts) : step.needs;
    const blockers = needs.flatMap((id) => {
      if (isFree && isPartOf(id, '4')) return [];
      const needed = steps.get(id);
      if (needed === undefined) throw new Error(`Step ${step.id} needs ${id}, which does not exist.`);
      const { finding, blocker } = find(needed);
      const isThrough = finding.verdict === 'pass' || finding.verdict === 'skipped';
      return isThrough ? [] : [blocker ?? needed];
    });
    return blockers.find((blocker) => find(blocker).finding.verdict !== 'pending') ?? blockers[0];
  }
}

/** Adds to a finding that something happened although the finding says that it cannot. */
function withDisagreement(finding: Finding, id: string, facts: Facts): Finding {
  if (!isFailure(finding)) return finding;
  const seen = disagreement(facts, id);
  if (seen === undefined) return finding;
  const hint = `${finding.hint} However, ${seen}. The two observations contradict each other, so this finding may be wrong.`;
  return { ...finding, hint, evidence: { ...finding.evidence, seen } };
}

/** Whether another step may be to blame. */
function isOpen(finding: Finding): boolean {
  return isFailure(finding) || finding.verdict === 'pending';
}

/** When the grader itself fails, the step is an error and not the learner's failure. */
function verify(step: Step, facts: Facts): Finding {
  try {
    return step.verify(facts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: 'error', hint: `The grader could not judge this step: ${reason}`, evidence: {} };
  }
}

function gradeTask(task: Task, found: ReadonlyMap<string, Found>): TaskGrade {
  const steps = task.steps.map((step) => gradeStep(step, task, found));
  const verdict = WORST_FIRST.find((worst) => steps.some((step) => step.verdict === worst)) ?? 'error';
  return {
    id: task.id,
    title: task.title,
    optional: task.optional,
    points: sum(steps, 'points'),
    earned: sum(steps, 'earned'),
    verdict,
    blockedBy: steps.find((step) => step.verdict === verdict)?.blockedBy ?? null,
    steps,
  };
}

const WORST_FIRST = ['error', 'fail', 'not-yet', 'blocked', 'pending', 'skipped', 'pass'] as const;

function gradeStep(step: Step, task: Task, found: ReadonlyMap<string, Found>): StepGrade {
  const { finding, blocker } = foundOf(step, found);
  const common = { id: step.id, title: step.title, points: step.points, guide: task.guide };
  const evidence = finding.evidence;
  if (blocker) {
    const verdict = blockedVerdict(foundOf(blocker, found).finding);
    const hint = `Waits for ${blocker.id}: ${blocker.title}.`;
    return { ...common, earned: 0, verdict, blockedBy: blocker.id, hint, evidence };
  }
  return {
    ...common,
    earned: earned(step, finding),
    verdict: finding.verdict,
    blockedBy: null,
    hint: finding.verdict === 'pass' ? null : finding.hint,
    evidence,
  };
}

/** A step that depends on an unreadable or pending step is just as uncertain. */
function blockedVerdict({ verdict }: Finding): Verdict {
  return verdict === 'error' || verdict === 'pending' ? verdict : 'blocked';
}

function earned(step: Step, finding: Finding): number {
  if (finding.verdict === 'pass') return step.points;
  return finding.verdict === 'fail' ? (finding.earned ?? 0) : 0;
}

function foundOf(step: Step, found: ReadonlyMap<string, Found>): Found {
  const result = found.get(step.id);
  if (result === undefined) throw new Error(`Step ${step.id} was not verified.`);
  return result;
}

/** Each piece of advice once, in the order of the tasks. */
function adviceOf(graded: readonly Task[], found: ReadonlyMap<string, Found>): Advice[] {
  const all = graded.flatMap((task) =>
    task.steps.flatMap((step) => {
      const { finding } = foundOf(step, found);
      return 'advice' in finding ? (finding.advice ?? []) : [];
    }),
  );
  return [...new Map(all.map((advice) => [advice.id, advice])).values()];
}

function sum<Key extends string>(items: readonly Record<Key, number>[], key: Key): number {
  return items.reduce((total, item) => total + item[key], 0);
}
