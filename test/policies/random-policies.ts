import fc from 'fast-check';

/** The values in random policies: those that requests have, and some that they do not have. */
export interface World {
  /** Values of `{"AWS": …}`. */
  principals: readonly string[];
  services: readonly string[];
  actions: readonly string[];
  /** Empty when statements have no resource, as in trust policies. */
  resources: readonly string[];
  /** Condition keys with values that requests have, or almost have. */
  keys: Readonly<Record<string, { kind: Kind; values: readonly string[] }>>;
}

type Kind = 'string' | 'arn' | 'number' | 'date' | 'bool' | 'address';

const ORDERS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const TEXTS = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'];

const OPERATORS: Readonly<Record<Kind, readonly string[]>> = {
  string: TEXTS.map((end) => `String${end}`),
  arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringEquals', 'StringLike', 'StringNotLike'],
  number: ORDERS.map((end) => `Numeric${end}`),
  date: ORDERS.map((end) => `Date${end}`),
  bool: ['Bool'],
  address: ['IpAddress', 'NotIpAddress'],
};

/**
 * Makes policies with one to three statements. They leave out what the embedded AWS (MiniStack's evaluator) does
 * differently from AWS's documentation:
 * - NotPrincipal, which it never matches (reference_policies_elements_notprincipal.html);
 * - wildcards in names of principals, which it expands (reference_policies_elements_principal.html: "You cannot use a
 *   wildcard to match part of a principal name or ARN");
 * - wildcards over colons in ARN operators, which it expands (…_condition_operators.html: "Each of the six
 *   colon-delimited components of the ARN is checked separately");
 * - variables, which it does not have (reference_policies_variables.html).
 * They also leave out what both evaluators decide for themselves. AWS refuses to save malformed values and unknown
 * operators in a Deny, and its documentation contradicts itself about `ForAnyValue:…IfExists`.
 */
export function randomPolicy(world: World): fc.Arbitrary<object> {
  return fc.record({
    Version: fc.constantFrom('2008-10-17', '2012-10-17'),
    Statement: fc.oneof(
      { weight: 1, arbitrary: statement(world) },
      { weight: 3, arbitrary: fc.array(statement(world), { minLength: 1, maxLength: 3 }) },
    ),
  });
}

function statement(world: World): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant('Allow') }, { weight: 1, arbitrary: fc.constant('Deny') }),
      principal(world),
      element('Action', fc.constantFrom(...world.actions).chain(nameOfAction)),
      world.resources.length === 0
        ? fc.constant({})
        : element('Resource', fc.constantFrom(...world.resources).chain(pattern)),
      fc.oneof(
        { weight: 1, arbitrary: fc.constant({}) },
        { weight: 2, arbitrary: fc.array(condition(world), { minLength: 1, maxLength: 2 }).map(asBlock) },
      ),
    )
    .map(([Effect, Principal, action, resource, block]) => ({
      Effect,
      Principal,
      ...action,
      ...resource,
      ...block,
    }));
}

function principal({ principals, services }: World): fc.Arbitrary<unknown> {
  const aws = oneOrMore(fc.constantFrom(...principals)).map((AWS) => ({ AWS }));
  const service = oneOrMore(fc.constantFrom(...services)).map((Service) => ({ Service }));
  const both = fc.tuple(aws, service).map(([one, other]) => ({ ...one, ...other }));
  const named = fc.oneof(aws, service, both);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant('*') },
    { weight: 1, arbitrary: fc.constant({ AWS: '*' }) },
    { weight: 4, arbitrary: named },
  );
}

function element(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<object> {
  return fc.oneof(
    { weight: 5, arbitrary: oneOrMore(value).map((values) => ({ [name]: values })) },
    { weight: 1, arbitrary: oneOrMore(value).map((values) => ({ [`Not${name}`]: values })) },
  );
}

function nameOfAction(action: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom('*', action.replace(/:.*/, ':*'), action.toLowerCase(), action.toUpperCase()),
    pattern(action),
  );
}

/** Makes a text with or without wildcards that matches a text, or almost matches it. */
function pattern(text: string): fc.Arbitrary<string> {
  const cut = fc.nat(text.length - 1);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(text) },
    { weight: 1, arbitrary: fc.constantFrom('*', text.toUpperCase(), `${text}x`, `${text}*`, `${text}?`) },
    { weight: 1, arbitrary: cut.map((at) => `${text.slice(0, at)}*`) },
    { weight: 1, arbitrary: cut.map((at) => `${text.slice(0, at)}?${text.slice(at + 1)}`) },
    { weight: 1, arbitrary: fc.tuple(cut, cut).map(([a, b]) => `${text.slice(0, a)}*${text.slice(b)}`) },
  );
}

/** Makes an ARN whose wildcards match only within their part. */
function patternOfArn(arn: string): fc.Arbitrary<string> {
  const parts = arn.split(':');
  const head = parts.slice(0, 5);
  const tail = parts.slice(5).join(':');
  return fc.tuple(fc.nat(5), fc.constantFrom('*', '?')).chain(([at, wildcard]) => {
    const all = [...head, tail];
    const part = all[at] ?? '';
    const made = fc.nat(part.length).map((cut) => `${part.slice(0, cut)}${wildcard}`);
    return fc.oneof(
      fc.constant(arn),
      made.map((replaced) => all.with(at, replaced).join(':')),
    );
  });
}

function condition({ keys }: World): fc.Arbitrary<readonly [operator: string, key: string, values: unknown]> {
  return fc.constantFrom(...Object.keys(keys)).chain((key) => {
    const { kind, values } = keys[key] ?? { kind: 'string', values: ['x'] };
    const isNull = fc
      .constantFrom('true', 'false', true)
      .map((wanted) => ['Null', anyCase(key), wanted] as const);
    const compared = fc
      .constantFrom(...OPERATORS[kind])
      .chain((operator) =>
        fc.tuple(
          qualified(operator),
          fc.constantFrom(key, anyCase(key)),
          oneOrMore(fc.constantFrom(...values).chain((value) => expectation(operator, value))),
        ),
      );
    return fc.oneof({ weight: 1, arbitrary: isNull }, { weight: 6, arbitrary: compared });
  });
}

function expectation(operator: string, value: string): fc.Arbitrary<string> {
  if (operator.startsWith('Arn')) return patternOfArn(value);
  return operator.startsWith('String') ? pattern(value) : fc.constant(value);
}

function qualified(operator: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    operator,
    operator,
    operator.toLowerCase(),
    `${operator}IfExists`,
    `ForAllValues:${operator}`,
    `ForAllValues:${operator}IfExists`,
    `ForAnyValue:${operator}`,
  );
}

function asBlock(conditions: readonly (readonly [string, string, unknown])[]): object {
  const block: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, values] of conditions) block[operator] = { ...block[operator], [key]: values };
  return { Condition: block };
}

function anyCase(key: string): string {
  return key.replace(/^aws:./, (start) => `AWS:${start.slice(4).toLowerCase()}`);
}

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
}
