/** A learner as the roster describes it. */

/** How the grader gets into a learner's account. */
export type Access =
  | { kind: 'profile'; profile: string }
  | { kind: 'role'; roleArn: string; externalId: string }
  /** A file of `npm run check -- --save`, relative to the roster. Its grade is not verified. */
  | { kind: 'facts'; file: string }
  /** The roster names no way yet, for example because the learner has not created the role. */
  | { kind: 'none' };

/** How Canvas identifies a learner: the columns of its gradebook. */
export interface CanvasIds {
  student: string;
  id: string;
  sisUserId: string;
  sisLoginId: string;
  section: string;
}

export interface Learner {
  /** Unique in the roster. */
  id: string;
  name: string;
  /** Empty when the roster has none. */
  email: string;
  access: Access;
  region?: string;
  stack?: string;
  bucket?: string;
  topic?: string;
  /** Twelve digits: the account that the learner should have. */
  account?: string;
  /** ISO 8601 in UTC. */
  deadline?: string;
  canvas?: CanvasIds;
  /** The line of the roster. */
  line: number;
}
