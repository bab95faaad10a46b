import { ANY, ONE, type Pattern, patternOf } from './pattern.ts';

/** By which a policy's text is read for one request. */
export interface Scope {
  /** Whether `${…}` is a variable: not in policies of Version 2008-10-17. */
  variables: boolean;
  /** The values of a condition key, whatever its case. */
  valuesOf(key: string): readonly string[] | undefined;
}

/** `${aws:username}`, `${aws:username, 'somebody'}`, `${*}`. */
const VARIABLE = /\$\{([^}]*)\}/;
const KEY_AND_DEFAULT = /^\s*([^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$/;
const LITERAL = new Set(['*', '?', '$']);

/**
 * Reads the wildcards and variables of a text. What a variable stands for has no wildcards.
 * @returns undefined when a variable has no value in this request, and no default.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolvePattern(text: string, scope: Scope): Pattern | undefined {
  if (!scope.variables) return patternOf(text);
  const found = VARIABLE.exec(text);
  if (found === null) return patternOf(text);
  const value = standsFor(found[1] ?? '', scope);
  const rest = resolvePattern(text.slice(found.index + found[0].length), scope);
  if (value === undefined || rest === undefined) return undefined;
  return [...patternOf(text.slice(0, found.index)), ...value, ...rest];
}

/** The same for operators that take `*` and `?` as they are. */
export function resolveText(text: string, scope: Scope): string | undefined {
  const pattern = resolvePattern(text, scope);
  return pattern?.map((token) => (token === ANY ? '*' : token === ONE ? '?' : token)).join('');
}

/** A key with several values cannot be a variable. */
function standsFor(variable: string, scope: Scope): string | undefined {
  if (LITERAL.has(variable)) return variable;
  const [, key = '', byDefault] = KEY_AND_DEFAULT.exec(variable) ?? [];
  const values = scope.valuesOf(key) ?? [];
  return values.length === 1 ? values[0] : byDefault;
}
