import type { Facts } from './facts.ts';

/** Values that explain a finding, for whoever wants to know what was seen. */
export type Evidence = Readonly<Record<string, unknown>>;

/** Something that works and could be better: never scored. */
export interface Advice {
  id: string;
  title: string;
  why: string;
  how: string;
  /** `production`: beyond the lab, which asks for none of it. */
  group?: 'production';
  /** Where it is explained: a path in this repository. */
  guide?: string;
}

/** What the facts say of one step. */
export type Finding =
  | { verdict: 'pass'; evidence: Evidence; advice?: readonly Advice[] }
  /** `hint`: what is wrong and where to look, not the solution. `earned`: part of the points, when part is done. */
  | { verdict: 'fail'; hint: string; evidence: Evidence; earned?: number; advice?: readonly Advice[] }
  /** Not begun: a failure in a friendlier voice. */
  | { verdict: 'not-yet'; hint: string; evidence: Evidence }
  /** Still propagating, or did not happen in time though nothing seems wrong. */
  | { verdict: 'pending'; hint: string; evidence: Evidence }
  /** Could not be looked at: never the learner's failure. */
  | { verdict: 'error'; hint: string; evidence: Evidence }
  /** Asked for, by `--read-only`. */
  | { verdict: 'skipped'; hint: string; evidence: Evidence };

/** The smallest thing that earns points. */
export interface Step {
  /** `<task>.<name>`: `2.1.policy`. */
  id: string;
  title: string;
  points: number;
  /** Ids of steps without which this one cannot pass: when it does not, the first of them that did not is to blame. */
  needs: readonly string[] | ((facts: Facts) => readonly string[]);
  /** Pure: the same facts give the same finding. */
  verify(facts: Facts): Finding;
}

/** A task of the lab. */
export interface Task {
  id: string;
  title: string;
  /** Its points are a bonus. */
  optional: boolean;
  /** Where it is explained: a path in this repository. */
  guide: string;
  steps: readonly Step[];
}
