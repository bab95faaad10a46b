/** The results of a class. `class.json` holds them, and the journal holds each of them as a line. */

import type { Grade } from '../checks/grade.ts';
import { gradeInJson, type JsonGrade } from '../checks/report/json.ts';
import type { Provenance } from '../checks/report/provenance.ts';
import type { Traces } from './traces.ts';

/**
 * `graded`: at least one step could be judged. `not-begun`: nothing of the lab is in the account, or the roster names no account.
 * `unreachable`: the grader could not look into the account. `grader-failed`: the grader itself failed, or its time was over.
 */
export type Status = 'graded' | 'not-begun' | 'unreachable' | 'grader-failed';

/** What the grader found for one learner. It holds no credentials, and account ids are masked. */
export interface LearnerResult {
  id: string;
  name: string;
  status: Status;
  /** Null when nothing could be judged. An error is never a grade of zero. */
  grade: Grade | null;
  /** Why there is no grade: a sentence that says what to do. Null when there is one. */
  trouble: string | null;
  provenance: Provenance | null;
  /** When the grading of this learner began: ISO 8601. */
  gradedAt: string;
  durationMs: number;
  /** The latest change of the lab that AWS reports. Null when AWS reports none. */
  changedAt: string | null;
  /** What the honesty checks compare between learners. Null without a grade. */
  traces: Traces | null;
}

/** Something that a person should look at. It never costs points. */
export interface Flag {
  id: 'shared-account' | 'built-by-stack' | 'same-picture' | 'name-of-another';
  /** What was observed, and why it may be harmless. */
  text: string;
  /** Ids of the other learners. */
  others: string[];
}

/** `class.json`. Other programs read it, so fields are only ever added. Its schema is class.schema.json. */
export interface ClassReport {
  schemaVersion: 1;
  at: string;
  title: string;
  learners: ClassLearner[];
}

export interface ClassLearner {
  id: string;
  name: string;
  status: Status;
  grade: JsonGrade | null;
  trouble: string | null;
  provenance: Provenance | null;
  gradedAt: string;
  changedAt: string | null;
  /** Whether something changed after the deadline, as far as AWS reports it. */
  late: boolean;
  /** Required points that could not be graded. A gradebook leaves the learner out when there are any. */
  ungraded: number;
  flags: Flag[];
}

/** A result together with what depends on the other learners and on the deadline. */
export interface JudgedResult extends LearnerResult {
  email: string;
  late: boolean;
  ungraded: number;
  flags: Flag[];
}

export function classLearner(judged: JudgedResult): ClassLearner {
  const { id, name, status, grade, trouble, provenance, gradedAt, changedAt, late, ungraded, flags } = judged;
  return {
    ...{ id, name, status, grade: grade && gradeInJson(grade), trouble, provenance },
    ...{ gradedAt, changedAt, late, ungraded, flags },
  };
}
