import { StringParameter } from 'cloudform';
import type { Range } from './ranges.ts';

/**
 * Makes a parameter for a whole number. CloudFormation's type Number also accepts 128.5, and AllowedPattern works only for text. So the
 * parameter is a String, and its pattern matches exactly the numbers of the range.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function wholeNumberParameter(
  { from, to }: Range,
  { Description, Default }: { Description: string; Default: number },
): StringParameter {
  return new StringParameter({
    Description,
    Default: String(Default),
    AllowedPattern: wholeNumbers(from, to),
    ConstraintDescription: `a whole number from ${from} to ${to}`,
  });
}

/** Returns a pattern that matches exactly the whole numbers of a range: `^([2-9]|1[0-2])$` for 2 to 12. */
export function wholeNumbers(from: number, to: number): string {
  const patterns: string[] = [];
  for (let start = from; start <= to; ) {
    const end = Math.min(lastAlike(start, to), to);
    patterns.push(digits(String(start), String(end)));
    start = end + 1;
  }
  return `^(${patterns.join('|')})$`;
}

/**
 * Returns the largest number, up to a limit, for which one pattern covers everything from `start`: one digit has a range, and
 * all digits after it go from 0 to 9.
 */
function lastAlike(start: number, limit: number): number {
  let end = start;
  for (let power = 10; start % (power / 10) === 0 || power === 10; power *= 10) {
    const block = Math.floor(start / power) * power + power - 1;
    if (String(block).length > String(start).length) break;
    if (block > limit) {
      const step = power / 10;
      return Math.max(end, Math.floor((limit + 1) / step) * step - 1);
    }
    end = block;
  }
  return end;
}

/** Returns the pattern for a range that `lastAlike` found, digit by digit. */
function digits(start: string, end: string): string {
  return [...start].map((digit, index) => span(digit, end[index] ?? digit)).join('');
}

function span(first: string, last: string): string {
  return first === last ? first : `[${first}-${last}]`;
}
