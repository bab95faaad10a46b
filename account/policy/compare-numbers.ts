import type { Comparison } from './comparison.ts';

/** Compares numbers and dates. A value that cannot be parsed meets no comparison. */
export function inOrder(
  wants: string,
  parse: (text: string) => number,
  holds: (actual: number, expected: number) => boolean,
): Comparison {
  return {
    wants,
    test: (expected) => {
      const value = parse(expected);
      return Number.isNaN(value) ? 'malformed' : (actual) => holds(parse(actual), value);
    },
  };
}

export function parseNumber(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Parses a date in ISO 8601 (in UTC, unless it has a time zone) or in seconds since 1970.
 * @returns milliseconds since 1970, or NaN.
 */
export function parseDate(text: string): number {
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const [, time, zone] = ISO_DATE.exec(text) ?? [undefined, undefined, undefined];
  if (!ISO_DATE.test(text)) return Number.NaN;
  return Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text);
}

const ISO_DATE = /^\d{4}(?:-\d\d(?:-\d\d(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
