import type { BuiltLab, DoneTask } from './hand-built-lab.ts';
import type { LabNames } from './lab/names.ts';

/** A lab with one change to it. */
export interface SetUp {
  /** Unique, in kebab-case. */
  name: string;
  /** What is called otherwise from the start. */
  names?: Partial<LabNames>;
  /** Parameters of the template: the lab is deployed with SAM, not built by hand, and not changed. */
  parameters?: Readonly<Record<string, string>>;
  /** The learner stopped after this task: nothing is changed. */
  until?: DoneTask;
  /** What is changed when the lab is built. */
  apply?: (lab: BuiltLab) => Promise<unknown>;
}

/** A lab with one mistake in it. */
export interface Mutant extends SetUp {
  /** What the learner did, in one sentence. */
  mistake: string;
  /** The steps that do not pass by themselves; others may only be blocked by one of these. */
  fails: readonly [string, ...string[]];
  /** What the hint of each of these steps says. */
  hint: RegExp;
}

/** A lab that is right in another way than the lab's letters. */
export interface RightWay extends SetUp {
  /** In what it differs, in one sentence. */
  difference: string;
  /** Ids of advice that it gets beside the usual. */
  advice?: readonly string[];
  /** Ids of the usual advice that it does not get: it has what that asks for. What is deployed gets none of the usual. */
  spared?: readonly string[];
}

/** Task of a step: `2.1` of `2.1.queue`, `4` of `4.lab-trust`. */
export function taskOf(step: string): string {
  return step.replace(/\.[a-z-]+$/, '');
}

/**
 * Ids of the advice that the lab by its letters gets: it attaches full access to three services, and asks for nothing that only
 * production needs. (Of TLS, for one, the grader says nothing where there is none: the embedded AWS.)
 */
export const USUAL_ADVICE: readonly string[] = [
  'wide-role-LabExecutionRole',
  'dead-letter-queue',
  'subscription-dead-letter-queue',
  'long-polling',
  'partial-batch-responses',
  'maximum-concurrency',
  'log-retention',
  'tracing',
  'alarms',
  'dashboard',
  'versioning',
  'any-own-bucket-may-publish',
];
