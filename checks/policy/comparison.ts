import type { Scope } from './variables.ts';

/** Whether a value of the request is as a value of the policy wants it. */
export type Test = (actual: string) => boolean;

/** A kind of comparison: the operators that end in `Not…` use the same and want the opposite. */
export interface Comparison {
  /** What the policy's value has to be, for when it is not. */
  wants: string;
  /** `malformed`: AWS would refuse the value. `unresolved`: a variable in it has no value in this request. */
  test(expected: string, scope: Scope): Test | 'malformed' | 'unresolved';
}
