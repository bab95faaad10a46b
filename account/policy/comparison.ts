import type { Scope } from './variables.ts';

/** Whether a value of the request matches a value of the policy. */
export type Test = (actual: string) => boolean;

/** A kind of comparison. The `Not…` operators use the same comparison and negate its result. */
export interface Comparison {
  /** What the policy's value must be, for error messages: `a number`. */
  wants: string;
  /** @returns `malformed` when AWS would refuse the value; `unresolved` when a variable in it has no value in this request. */
  test(expected: string, scope: Scope): Test | 'malformed' | 'unresolved';
}
