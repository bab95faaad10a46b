import type { Condition } from './parse.ts';

/** A condition as a clause: `aws:SourceAccount is 111122223333`, or `aws:SourceArn matches arn:aws:s3:::my-*`. */
export function describeCondition({ operator, key, values }: Condition): string {
  const name = inAwsCase(key);
  if (operator.toLowerCase() === 'null') {
    return `${name} is ${values[0]?.toLowerCase() === 'true' ? 'absent' : 'present'}`;
  }
  return `${name} ${verbOf(operator, values)} ${some(values, ' or ')}${remark(operator, values)}`;
}

/** AWS writes the prefix of its global keys in small letters. Keys are not case-sensitive. */
export function inAwsCase(key: string): string {
  return key.replace(/^aws:/i, 'aws:');
}

/** The first few of a list. */
export function some(values: readonly string[], separator: string): string {
  const shown = values.slice(0, 4).join(separator);
  return values.length > 4 ? `${shown} and ${values.length - 4} more` : shown;
}

function verbOf(operator: string, values: readonly string[]): string {
  const not = /Not/.test(operator) ? ' not' : '';
  if (/IpAddress/i.test(operator)) return `is${not} in`;
  const [, kind = '', order = ''] = /(Date|Numeric)(Less|Greater)Than/i.exec(operator) ?? [];
  if (order !== '') return orderOf(kind, order, /ThanEquals/i.test(operator));
  const isPattern = /Like|^Arn|:Arn/i.test(operator) && values.some(hasWildcard);
  if (!isPattern) return `is${not}`;
  return not === '' ? 'matches' : 'does not match';
}

function orderOf(kind: string, order: string, orEqual: boolean): string {
  const isLess = order.toLowerCase() === 'less';
  if (orEqual) return isLess ? 'is at most' : 'is at least';
  if (kind.toLowerCase() === 'date') return isLess ? 'is before' : 'is after';
  return isLess ? 'is less than' : 'is greater than';
}

/** What the verb does not say. Wildcards in `StringEquals` are a common mistake. */
function remark(operator: string, values: readonly string[]): string {
  if (/String(Not)?Equals/i.test(operator) && values.some(hasWildcard)) {
    return ` (${operator} does not treat * and ? as wildcards)`;
  }
  return /^For(All|Any)|IfExists$/i.test(operator) ? ` (${operator})` : '';
}

function hasWildcard(value: string): boolean {
  return /[*?]/.test(value);
}
