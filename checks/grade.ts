import type { Facts, JourneyFacts } from './facts.ts';
import { adviseProduction } from './production/advise.ts';
import type { Advice, Evidence, Finding, Step, Task } from './step.ts';
import { tasks } from './tasks.ts';

export type Verdict = 'pass' | 'fail' | 'blocked' | 'pending' | 'error' | 'skipped';

/** The grade as other programs read it (`--format json`): it only ever grows. Its schema is grade.schema.json. */
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
  tasks: TaskGrade[];
  advice: Advice[];
  /** The picture that was followed through the pipeline, for the waterfall of its hops; null when there was none. */
  journey: JourneyFacts | null;
  /** What the probe made and could not remove. */
  leftovers: readonly string[];
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
  /** It failed only because it was not begun. */
  notYet: boolean;
  blockedBy: string | null;
  /** Null when it passed. */
  hint: string | null;
  evidence: Evidence;
  guide: string;
}

/**
 * Grades what was seen. Pure: the same facts give the same grade.
 * @param only ids of tasks (`2.1`, or `2` for all of its parts); the others are looked at, and left out of the grade.
 */
export function gradeFacts(facts: Facts, only: readonly string[] = []): Grade {
  const found = verifyAll(facts, tasks);
  const graded = tasks.filter(({ id }) => only.length === 0 || only.some((asked) => isPartOf(id, asked)));
  const taskGrades = graded.map((task) => gradeTask(task, found));
  const required = taskGrades.filter(({ optional }) => !optional);
  const bonus = taskGrades.filter(({ optional }) => optional);
  return {
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
    tasks: taskGrades,
    // What no task asks for is no part of some of the tasks.
    advice: [...adviceOf(graded, found), ...(only.length === 0 ? adviseProduction(facts) : [])],
    journey: facts.journey.kind === 'found' ? facts.journey.value : null,
    leftovers: facts.leftovers,
  };
}

/** The step that fails and without which this one cannot pass, as far as the facts tell. */
export function blockerOf(facts: Facts, id: string): Step | undefined {
  const found = verifyAll(facts, tasks);
  const blocker = found.get(id)?.blocker;
  const verdict = blocker && found.get(blocker.id)?.finding.verdict;
  return verdict === 'fail' || verdict === 'not-yet' ? blocker : undefined;
}

/** 0: all required tasks pass; 1: something failed, is blocked or pending; 2: something could not be graded. */
export function exitStatus({ tasks }: Grade): 0 | 1 | 2 {
  const verdicts = tasks.filter(({ optional }) => !optional).map(({ verdict }) => verdict);
  if (verdicts.includes('error')) return 2;
  return verdicts.every((verdict) => verdict === 'pass' || verdict === 'skipped') ? 0 : 1;
}

/** Whether a task is the one that was asked for, or a part of it: `2.1` is a part of `2`. */
export function isPartOf(id: string, asked: string): boolean {
  return id === asked || id.startsWith(`${asked}.`);
}

interface Found {
  finding: Finding;
  /** The step to blame, when the finding is not the step's own. */
  blocker: Step | undefined;
}

function verifyAll(facts: Facts, all: readonly Task[]): ReadonlyMap<string, Found> {
  const steps = new Map(all.flatMap((task) => task.steps.map((step) => [step.id, step] as const)));
  const found = new Map<string, Found>();
  for (const step of steps.values()) find(step);
  return found;

  function find(step: Step): Found {
    const known = found.get(step.id);
    if (known) return known;
    const finding = verify(step, facts);
    const result = { finding, blocker: isOpen(finding) ? firstBlocker(step) : undefined };
    found.set(step.id, result);
    return result;
  }

  /** Follows the chain to the step that is itself to blame. */
  function firstBlocker(step: Step): Step | undefined {
    const needs = typeof step.needs === 'function' ? step.needs(facts) : step.needs;
    for (const id of needs) {
      const needed = steps.get(id);
      if (needed === undefined) throw new Error(`Step ${step.id} needs ${id}, which there is not.`);
      const { finding, blocker } = find(needed);
      if (finding.verdict !== 'pass' && finding.verdict !== 'skipped') return blocker ?? needed;
    }
    return undefined;
  }
}

/** Whether another step may be the reason. */
function isOpen({ verdict }: Finding): boolean {
  return verdict === 'fail' || verdict === 'not-yet' || verdict === 'pending';
}

/** A grader that breaks down is no failure of the learner. */
function verify(step: Step, facts: Facts): Finding {
  try {
    return step.verify(facts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: 'error', hint: `The grader itself failed here: ${reason}`, evidence: {} };
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

const WORST_FIRST = ['error', 'fail', 'blocked', 'pending', 'skipped', 'pass'] as const;

function gradeStep(step: Step, task: Task, found: ReadonlyMap<string, Found>): StepGrade {
  const { finding, blocker } = foundOf(step, found);
  const common = { id: step.id, title: step.title, points: step.points, guide: task.guide };
  const evidence = finding.evidence;
  if (blocker) {
    const verdict = blockedVerdict(foundOf(blocker, found).finding);
    const hint = `Waits for ${blocker.id}: ${blocker.title}.`;
    return { ...common, earned: 0, verdict, notYet: false, blockedBy: blocker.id, hint, evidence };
  }
  return {
    ...common,
    earned: earned(step, finding),
    verdict: finding.verdict === 'not-yet' ? 'fail' : finding.verdict,
    notYet: finding.verdict === 'not-yet',
    blockedBy: null,
    hint: finding.verdict === 'pass' ? null : finding.hint,
    evidence,
  };
}

/** What hangs on something that could not be looked at, or has not arrived yet, is as uncertain as that. */
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

/** Each advice once, in the order of the tasks. */
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
