import type { Facts } from '../account/facts.ts';

/** Values that explain a finding, for readers who want to see what was observed. */
export type Evidence = Readonly<Record<string, unknown>>;

/** Something that works but could be better. Advice is never scored. */
export interface Advice {
  id: string;
  title: string;
  why: string;
  how: string;
  /** `production`: only production needs it; the lab does not ask for it. */
  group?: 'production';
  /** The page that explains it: a path in this repository. */
  guide?: string;
}

/** What the facts say about one step. */
export type Finding =
  | { verdict: 'pass'; evidence: Evidence; advice?: readonly Advice[] }
  /** `hint`: what was observed and where to look, but not the solution. `earned`: points for a part that is right. */
  | { verdict: 'fail'; hint: string; evidence: Evidence; earned?: number; advice?: readonly Advice[] }
  /** Not begun: a failure in a friendlier tone. */
  | { verdict: 'not-yet'; hint: string; evidence: Evidence }
  /** Still propagating, or did not happen in time although every setting looks right. */
  | { verdict: 'pending'; hint: string; evidence: Evidence }
  /** The grader could not read something. This is never the learner's failure. */
  | { verdict: 'error'; hint: string; evidence: Evidence }
  /** Skipped on request (`--read-only`). */
  | { verdict: 'skipped'; hint: string; evidence: Evidence };

/**
 * The smallest thing that earns points.
 * @example
 * const step: Step = {
 *   id: '1.standard',
 *   title: 'The topic is a standard topic',
 *   points: 2,
 *   needs: ['1.topic'],
 *   verify: (facts) => withTopic(facts, ({ fifo }) => (fifo ? fail('The topic is a FIFO topic.') : pass())),
 * };
 */
export interface Step {
  /** `<task>.<name>`: `2.1.policy`. */
  id: string;
  title: string;
  points: number;
  /** Ids of steps that must pass first. When this step does not pass, the first of them that did not pass is to blame. */
  needs: readonly string[] | ((facts: Facts) => readonly string[]);
  /** Pure: the same facts give the same finding. */
  verify(facts: Facts): Finding;
}

/** A task of the lab. */
export interface Task {
  id: string;
  title: string;
  /** Whether its points are a bonus. */
  optional: boolean;
  /** The page that explains it: a path in this repository. */
  guide: string;
  steps: readonly Step[];
}
