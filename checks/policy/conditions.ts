import type { Test } from './comparison.ts';
import { type Operator, operatorCalled } from './operators.ts';
import type { Condition } from './parse.ts';
import type { Scope } from './variables.ts';

/** `unsure`: by what AWS documents nobody can tell, or it would refuse the condition. The reason is part of a sentence. */
export type Outcome = 'met' | 'unmet' | { unsure: string };

/**
 * Whether a request meets a condition. Of several values in the policy one is enough, or, for `Not…`, none may match.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function meets(condition: Condition, scope: Scope): Outcome {
  const actual = scope.valuesOf(condition.key);
  if (condition.operator.toLowerCase() === 'null') return isAsNullWants(condition, actual);
  const [, set, name = '', ifExists] = OPERATOR.exec(condition.operator) ?? [];
  const operator = operatorCalled(name);
  if (operator === undefined) return { unsure: `the operator ${condition.operator} is none that IAM knows` };
  const tests = testsOf(condition, operator, scope);
  if (!Array.isArray(tests)) return tests;
  const isQuantified = set?.toLowerCase();
  if (actual === undefined) return whenAbsent(isQuantified, operator, ifExists !== undefined);
  const passes = (value: string) => tests.some((test) => test(value)) !== operator.negated;
  const all = isQuantified === 'forallvalues' || (isQuantified === undefined && operator.negated);
  return (all ? actual.every(passes) : actual.some(passes)) ? 'met' : 'unmet';
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([a-z]+?)(IfExists)?$/i;

/** `Null: true` wants the key to be absent. */
function isAsNullWants({ values }: Condition, actual: readonly string[] | undefined): Outcome {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  const [only] = wanted;
  if (wanted.size !== 1 || (only !== 'true' && only !== 'false')) {
    return { unsure: `Null takes true or false, not ${values.join(', ')}` };
  }
  return (actual === undefined) === (only === 'true') ? 'met' : 'unmet';
}

/**
 * A value with a variable that stands for nothing matches nothing. That a `Not…` would then be met is nowhere said: "If
 * AWS cannot resolve a variable this might cause the entire statement to be invalid".
 */
function testsOf(
  { operator: written, key, values }: Condition,
  operator: Operator,
  scope: Scope,
): Test[] | { unsure: string } {
  const tests: Test[] = [];
  for (const value of values) {
    const test = operator.test(value, scope);
    if (test === 'malformed') return { unsure: `${written} of ${key} is '${value}', not ${operator.wants}` };
    if (typeof test === 'function') tests.push(test);
    else if (operator.negated) return { unsure: `a variable in '${value}' has no value in this request` };
  }
  return tests;
}

/** Whether `ForAnyValue:…IfExists` is met by an absent key is told in two ways on the same page. */
function whenAbsent(set: string | undefined, { negated }: Operator, ifExists: boolean): Outcome {
  if (set === 'forallvalues') return 'met';
  if (set === 'foranyvalue') {
    return ifExists
      ? { unsure: 'ForAnyValue and IfExists contradict each other for an absent key' }
      : 'unmet';
  }
  return ifExists || negated ? 'met' : 'unmet';
}
