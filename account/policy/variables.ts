import { ANY, ONE, type Pattern, patternOf } from './pattern.ts';

/** What is needed to resolve a policy's texts for one request. */
export interface Scope {
  /** Whether `${…}` is a variable. Policies of Version 2008-10-17 have none. */
  variables: boolean;
  /** The values of a condition key, which is not case-sensitive. */
  valuesOf(key: string): readonly string[] | undefined;
}

/** `${aws:username}`, `${aws:username, 'somebody'}`, `${*}`. */
const VARIABLE = /\$\{([^}]{0,500})\}/g;
const KEY_AND_DEFAULT = /^\s*([^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$/;
const LITERAL = new Set(['*', '?', '$']);

/**
 * Resolves the wildcards and variables of a text. Wildcards in a variable's value count as plain characters.
 * @returns undefined when a variable has neither a value in this request nor a default.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolvePattern(text: string, scope: Scope): Pattern | undefined {
  if (!scope.variables) return patternOf(text);
  const parts: Pattern[] = [];
  let at = 0;
  for (const { 0: whole, 1: variable = '', index } of text.matchAll(VARIABLE)) {
    const value = standsFor(variable, scope);
    if (value === undefined) return undefined;
    parts.push(patternOf(text.slice(at, index)), [...value]);
    at = index + whole.length;
  }
  return [...parts.flat(), ...patternOf(text.slice(at))];
}

/** The same for operators that compare `*` and `?` literally. */
export function resolveText(text: string, scope: Scope): string | undefined {
  const pattern = resolvePattern(text, scope);
  return pattern?.map((token) => (token === ANY ? '*' : token === ONE ? '?' : token)).join('');
}

/** A key with several values cannot be used as a variable. */
function standsFor(variable: string, scope: Scope): string | undefined {
  if (LITERAL.has(variable)) return variable;
  const [, key = '', byDefault] = KEY_AND_DEFAULT.exec(variable) ?? [];
  const values = scope.valuesOf(key) ?? [];
  return values.length === 1 ? values[0] : byDefault;
}
