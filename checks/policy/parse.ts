/** A resource's policy: a topic's, a queue's, a bucket's, or the trust policy of a role. */
export interface Policy {
  version: '2008-10-17' | '2012-10-17';
  statements: readonly Statement[];
}

export interface Statement {
  /** Its Sid, or `statement 2`. */
  name: string;
  effect: 'Allow' | 'Deny';
  principal: Element<PrincipalNames>;
  action: Element<readonly string[]>;
  /** Undefined in trust policies: what the policy is attached to. */
  resource: Element<readonly string[]> | undefined;
  conditions: readonly Condition[];
}

/** An element and its opposite, such as Action and NotAction. */
export interface Element<T> {
  values: T;
  not: boolean;
}

export interface PrincipalNames {
  /** `"*"` or `{"AWS": "*"}`. */
  everyone: boolean;
  aws: readonly string[];
  services: readonly string[];
  /** Federated and CanonicalUser: nobody that a request here can be from. */
  others: readonly string[];
}

export interface Condition {
  /** As it is written: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  key: string;
  values: readonly string[];
}

/** What is no policy, or one that AWS would refuse to save. The message is a sentence. */
export class PolicyError extends Error {
  override name = 'PolicyError';
}

/**
 * Reads a policy. What AWS would refuse is an error rather than a guess: a misspelt `Conditions` would else be a statement
 * without any. The values of conditions are judged when they are needed.
 * @param policy the document as JSON; null and undefined stand for a policy without statements.
 * @throws PolicyError
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(policy: unknown): Policy {
  if (policy === null || policy === undefined) return { version: '2012-10-17', statements: [] };
  if (!isObject(policy)) {
    throw new PolicyError(`A policy is an object with the element Statement, and this is ${show(policy)}.`);
  }
  refuseUnknown(policy, ['Version', 'Id', 'Statement'], 'The policy');
  if (policy.Statement === undefined) throw new PolicyError('The policy has no element Statement.');
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  return { version: parseVersion(policy.Version), statements: statements.map(parseStatement) };
}

/** Without it, the older one holds, which knows no variables. */
function parseVersion(version: unknown): Policy['version'] {
  if (version === undefined || version === '2008-10-17') return '2008-10-17';
  if (version === '2012-10-17') return version;
  throw new PolicyError(`The policy's Version is ${show(version)}, and IAM knows 2012-10-17 and 2008-10-17.`);
}

function parseStatement(statement: unknown, index: number): Statement {
  const place = `statement ${index + 1}`;
  if (!isObject(statement)) throw new PolicyError(`${place} is ${show(statement)}, not an object.`);
  const name = typeof statement.Sid === 'string' && statement.Sid !== '' ? statement.Sid : place;
  refuseUnknown(statement, STATEMENT_ELEMENTS, name);
  const { Effect: effect, Condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new PolicyError(`The Effect of ${name} is ${show(effect)}, and has to be Allow or Deny.`);
  }
  const principal = oneOf(statement, 'Principal', name, parsePrincipal);
  const action = oneOf(statement, 'Action', name, parseTexts);
  if (principal === undefined) throw new PolicyError(`${name} names no Principal.`);
  if (action === undefined) throw new PolicyError(`${name} names no Action.`);
  const resource = oneOf(statement, 'Resource', name, parseTexts);
  return { name, effect, principal, action, resource, conditions: parseConditions(Condition, name) };
}

const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  ...['Principal', 'NotPrincipal'],
  ...['Action', 'NotAction'],
  ...['Resource', 'NotResource'],
  'Condition',
];

/** An element or its opposite, never both. */
function oneOf<T>(
  statement: Record<string, unknown>,
  element: string,
  name: string,
  parse: (value: unknown, place: string) => T,
): Element<T> | undefined {
  const opposite = `Not${element}`;
  const has = statement[element] !== undefined;
  const hasOpposite = statement[opposite] !== undefined;
  if (has && hasOpposite) throw new PolicyError(`${name} has both ${element} and ${opposite}.`);
  if (!has && !hasOpposite) return undefined;
  const written = has ? element : opposite;
  return { values: parse(statement[written], `The ${written} of ${name}`), not: hasOpposite };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function parsePrincipal(value: unknown, place: string): PrincipalNames {
  if (value === '*') return { everyone: true, aws: [], services: [], others: [] };
  if (!isObject(value)) throw new PolicyError(`${place} is ${show(value)}, neither "*" nor an object.`);
  refuseUnknown(value, ['AWS', 'Service', 'Federated', 'CanonicalUser'], place);
  if (Object.keys(value).length === 0) throw new PolicyError(`${place} names nobody.`);
  const texts = (type: string) =>
    value[type] === undefined ? [] : parseTexts(value[type], `${place} (${type})`);
  const aws = texts('AWS');
  const others = [...texts('Federated'), ...texts('CanonicalUser')];
  return { everyone: aws.includes('*'), aws, services: texts('Service'), others };
}

function parseConditions(block: unknown, name: string): Condition[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw new PolicyError(`The Condition of ${name} is ${show(block)}, not an object.`);
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new PolicyError(`${operator} in ${name} is ${show(keys)}, not an object.`);
    return Object.entries(keys).map(([key, value]) => ({
      operator,
      key,
      values: parseTexts(value, `${operator} ${key} in ${name}`),
    }));
  });
}

/** One text or several. Account ids are sometimes numbers, and what Bool and Null want true or false. */
function parseTexts(value: unknown, place: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new PolicyError(`${place} is an empty list.`);
  return values.map((text) => {
    if (!['string', 'number', 'boolean'].includes(typeof text)) {
      throw new PolicyError(`${place} has the value ${show(text)}, not a text.`);
    }
    return String(text);
  });
}

function refuseUnknown(object: Record<string, unknown>, known: readonly string[], place: string): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new PolicyError(`${place} has an element '${unknown}', which IAM does not know.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
