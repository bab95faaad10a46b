import { inSentence } from './statement-name.ts';

/** A resource's policy: that of a topic, a queue or a bucket, or the trust policy of a role. */
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
  /** Undefined in trust policies, which apply to the role that they are attached to. */
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
  /** Federated and CanonicalUser. No request here comes from one of these. */
  others: readonly string[];
}

export interface Condition {
  /** As written in the policy: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  key: string;
  values: readonly string[];
}

/** The document is not a policy, or AWS would refuse to save it. The message is a sentence. */
export class PolicyError extends Error {
  override name = 'PolicyError';
}

/** Characters. AWS's own limits are lower; a topic's policy can have 30 KB. */
const LONGEST = 40_000;

/**
 * Parses a policy. Anything that AWS would refuse is an error, never a guess: otherwise a misspelt `Conditions` would make a
 * statement without conditions. The values of conditions are checked later, when they are evaluated.
 * @param policy the parsed JSON document; null and undefined stand for a policy without statements.
 * @throws PolicyError
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(policy: unknown): Policy {
  if (policy === null || policy === undefined) return { version: '2012-10-17', statements: [] };
  if (!isObject(policy)) {
    throw new PolicyError(`A policy must be an object with a Statement, but this is ${show(policy)}.`);
  }
  if (JSON.stringify(policy).length > LONGEST) {
    throw new PolicyError(`The policy has more than ${LONGEST} characters, which is longer than AWS allows.`);
  }
  refuseUnknown(policy, ['Version', 'Id', 'Statement'], 'The policy');
  if (policy.Statement === undefined) throw new PolicyError('The policy has no Statement.');
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  return { version: parseVersion(policy.Version), statements: statements.map(parseStatement) };
}

/** A policy without a Version has the older one, which has no variables. */
function parseVersion(version: unknown): Policy['version'] {
  if (version === undefined || version === '2008-10-17') return '2008-10-17';
  if (version === '2012-10-17') return version;
  throw new PolicyError(`The policy's Version must be 2012-10-17 or 2008-10-17, but it is ${show(version)}.`);
}

function parseStatement(statement: unknown, index: number): Statement {
  const place = `statement ${index + 1}`;
  if (!isObject(statement))
    throw new PolicyError(`S${place.slice(1)} must be an object, but it is ${show(statement)}.`);
  const name = typeof statement.Sid === 'string' && statement.Sid !== '' ? statement.Sid : place;
  refuseUnknown(statement, STATEMENT_ELEMENTS, name);
  const { Effect: effect, Condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new PolicyError(`The Effect of ${name} must be Allow or Deny, but it is ${show(effect)}.`);
  }
  const principal = oneOf(statement, 'Principal', name, parsePrincipal);
  const action = oneOf(statement, 'Action', name, parseTexts);
  if (principal === undefined) throw new PolicyError(`${inSentence(name)} has no Principal.`);
  if (action === undefined) throw new PolicyError(`${inSentence(name)} has no Action.`);
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

/** Parses an element or its opposite. A statement may not have both. */
function oneOf<T>(
  statement: Record<string, unknown>,
  element: string,
  name: string,
  parse: (value: unknown, place: string) => T,
): Element<T> | undefined {
  const opposite = `Not${element}`;
  const has = statement[element] !== undefined;
  const hasOpposite = statement[opposite] !== undefined;
  if (has && hasOpposite) throw new PolicyError(`${inSentence(name)} has both ${element} and ${opposite}.`);
  if (!has && !hasOpposite) return undefined;
  const written = has ? element : opposite;
  return { values: parse(statement[written], `The ${written} of ${name}`), not: hasOpposite };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function parsePrincipal(value: unknown, place: string): PrincipalNames {
  if (value === '*') return { everyone: true, aws: [], services: [], others: [] };
  if (!isObject(value)) throw new PolicyError(`${place} must be "*" or an object, but it is ${show(value)}.`);
  refuseUnknown(value, ['AWS', 'Service', 'Federated', 'CanonicalUser'], place);
  if (Object.keys(value).length === 0) throw new PolicyError(`${place} is empty.`);
  const texts = (type: string) =>
    value[type] === undefined ? [] : parseTexts(value[type], `${place} (${type})`);
  const aws = texts('AWS');
  const others = [...texts('Federated'), ...texts('CanonicalUser')];
  return { everyone: aws.includes('*'), aws, services: texts('Service'), others };
}

function parseConditions(block: unknown, name: string): Condition[] {
  if (block === undefined) return [];
  if (!isObject(block))
    throw new PolicyError(`The Condition of ${name} must be an object, but it is ${show(block)}.`);
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys))
      throw new PolicyError(`${operator} in ${name} must be an object, but it is ${show(keys)}.`);
    return Object.entries(keys).map(([key, value]) => ({
      operator,
      key,
      values: parseTexts(value, `${operator} ${key} in ${name}`),
    }));
  });
}

/** One text or several. Account ids are sometimes written as numbers, and the values of Bool and Null as booleans. */
function parseTexts(value: unknown, place: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new PolicyError(`${place} is an empty list.`);
  return values.map((text) => {
    if (!['string', 'number', 'boolean'].includes(typeof text)) {
      throw new PolicyError(`${place} must be a text, but it is ${show(text)}.`);
    }
    return String(text);
  });
}

function refuseUnknown(object: Record<string, unknown>, known: readonly string[], place: string): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new PolicyError(`${place} has an element '${unknown}', which IAM does not have.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
