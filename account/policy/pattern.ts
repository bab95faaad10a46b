/** A text as a list of characters and wildcards. `*` matches any number of characters and `?` matches one. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

export const ANY = Symbol('*');
export const ONE = Symbol('?');

/** Parses the wildcards of a text. */
export function patternOf(text: string): Pattern {
  return [...text].map((character) => {
    if (character === '*') return ANY;
    return character === '?' ? ONE : character;
  });
}

/** Whether a pattern matches a whole text; case counts. The time is proportional to pattern × text at most. */
export function matches(pattern: Pattern, text: string): boolean {
  const characters = [...text];
  let at = 0;
  let inPattern = 0;
  // Where to continue when the last `*` has to match one more character.
  let retry: { at: number; inPattern: number } | undefined;
  while (at < characters.length) {
    const expected = pattern[inPattern];
    if (expected === ANY) {
      inPattern += 1;
      retry = { at, inPattern };
    } else if (expected !== undefined && (expected === ONE || expected === characters[at])) {
      at += 1;
      inPattern += 1;
    } else if (retry !== undefined) {
      retry = { at: retry.at + 1, inPattern: retry.inPattern };
      ({ at, inPattern } = retry);
    } else return false;
  }
  return pattern.slice(inPattern).every((rest) => rest === ANY);
}

/**
 * Matches ARNs. Each of the six parts is matched by itself, so that no wildcard matches a colon. A lone `*` matches every ARN.
 * @returns undefined when the pattern has fewer than six parts.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matcherOfArns(pattern: Pattern): ((arn: string) => boolean) | undefined {
  if (pattern.length === 1 && pattern[0] === ANY) return (arn) => split([...arn]) !== undefined;
  const expected = split(pattern);
  if (expected === undefined) return undefined;
  return (arn) => {
    const parts = split([...arn]);
    return parts?.every((part, index) => matches(expected[index] ?? [], part.join(''))) ?? false;
  };
}

/** Splits an ARN into six parts; only the last may contain colons. */
function split<T>(tokens: readonly T[]): T[][] | undefined {
  const parts: T[][] = [[]];
  for (const token of tokens) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.length === 6 ? parts : undefined;
}
