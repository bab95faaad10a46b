import type { Test } from './comparison.ts';
import { type Operator, operatorCalled } from './operators.ts';
import type { Condition } from './parse.ts';
import type { Scope } from './variables.ts';

/** `unsure`: AWS does not document the result, or it would refuse the condition. The reason is a clause. */
export type Outcome = 'met' | 'unmet' | { unsure: string };

/**
 * Whether a request meets a condition. When the policy has several values, one match is enough. For `Not…` operators, no
 * value may match.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function meets(condition: Condition, scope: Scope): Outcome {
  const actual = scope.valuesOf(condition.key);
  if (condition.operator.toLowerCase() === 'null') return isAsNullWants(condition, actual);
  const [, set, name = '', ifExists] = OPERATOR.exec(condition.operator) ?? [];
  const operator = operatorCalled(name);
  if (operator === undefined) return { unsure: `IAM has no condition operator ${condition.operator}` };
  const tests = testsOf(condition, operator, scope);
  if (!Array.isArray(tests)) return tests;
  const isQuantified = set?.toLowerCase();
  if (actual === undefined) return whenAbsent(isQuantified, operator, ifExists !== undefined);
  const passes = (value: string) => tests.some((test) => test(value)) !== operator.negated;
  const all = isQuantified === 'forallvalues' || (isQuantified === undefined && operator.negated);
  return (all ? actual.every(passes) : actual.some(passes)) ? 'met' : 'unmet';
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([a-z]+?)(IfExists)?$/i;

/** `Null: true` is met when the key is absent. */
function isAsNullWants({ values }: Condition, actual: readonly string[] | undefined): Outcome {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  const [only] = wanted;
  if (wanted.size !== 1 || (only !== 'true' && only !== 'false')) {
    return { unsure: `Null must be true or false, but it is ${values.join(', ')}` };
  }
  return (actual === undefined) === (only === 'true') ? 'met' : 'unmet';
}

/**
 * A value with a variable that has no value matches nothing. AWS does not say that a `Not…` operator is then met: "If AWS
 * cannot resolve a variable this might cause the entire statement to be invalid".
 */
function testsOf(
  { operator: written, key, values }: Condition,
  operator: Operator,
  scope: Scope,
): Test[] | { unsure: string } {
  const tests: Test[] = [];
  for (const value of values) {
    const test = operator.test(value, scope);
    if (test === 'malformed')
      return { unsure: `${written} ${key} must be ${operator.wants}, but it is '${value}'` };
    if (typeof test === 'function') tests.push(test);
    else if (operator.negated) return { unsure: `a variable in '${value}' has no value in this request` };
  }
  return tests;
}

/** AWS's page contradicts itself about whether an absent key meets `ForAnyValue:…IfExists`. */
function whenAbsent(set: string | undefined, { negated }: Operator, ifExists: boolean): Outcome {
  if (set === 'forallvalues') return 'met';
  if (set === 'foranyvalue') {
    return ifExists
      ? { unsure: 'ForAnyValue and IfExists contradict each other for an absent key' }
      : 'unmet';
  }
  return ifExists || negated ? 'met' : 'unmet';
}
