import type { BuiltLab, DoneTask } from '../labs/hand-built-lab.ts';
import type { LabNames } from '../labs/names.ts';

/** A lab with one change. */
export interface SetUp {
  /** Unique, in kebab-case. */
  name: string;
  /** The names that differ from the lab's own from the beginning. */
  names?: Partial<LabNames>;
  /** Parameters of the template. The lab is deployed with SAM instead of built by hand, and nothing is changed. */
  parameters?: Readonly<Record<string, string>>;
  /** The learner stopped after this task. Nothing is changed. */
  until?: DoneTask;
  /** Changes the lab after it was built. */
  apply?: (lab: BuiltLab) => Promise<unknown>;
}

/** A lab with one mistake. */
export interface Mutant extends SetUp {
  /** The learner's mistake, in one sentence. */
  mistake: string;
  /** The steps that fail because of the mistake. Other steps may only be blocked by one of these. */
  fails: readonly [string, ...string[]];
  /** Matches the hint of each of these steps. */
  hint: RegExp;
}

/** A lab that is right, but differs from the instructions. */
export interface RightWay extends SetUp {
  /** The difference from the instructions, in one or two sentences. */
  difference: string;
  /** The ids of the advice that it gets in addition to the usual. */
  advice?: readonly string[];
  /**
   * The ids of the usual advice that it does not get, because it already has what the advice asks for. A deployed lab
   * gets none of the usual advice.
   */
  spared?: readonly string[];
}

/** Returns the task of a step: `2.1` for `2.1.queue`, `4` for `4.lab-trust`. */
export function taskOf(step: string): string {
  return step.replace(/\.[a-z-]+$/, '');
}

/**
 * The ids of the advice for a lab exactly as written. It attaches full access to three services, and it lacks what
 * only production needs. (On the embedded AWS, there is no advice about TLS, because it does not use TLS.)
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
