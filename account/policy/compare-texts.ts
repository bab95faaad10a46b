import type { Comparison } from './comparison.ts';
import { matcherOfArns, matches } from './pattern.ts';
import { resolvePattern, resolveText } from './variables.ts';

export const stringEquals: Comparison = {
  wants: 'a text',
  test: (expected, scope) => {
    const text = resolveText(expected, scope);
    return text === undefined ? 'unresolved' : (actual) => actual === text;
  },
};

export const stringEqualsIgnoreCase: Comparison = {
  wants: 'a text',
  test: (expected, scope) => {
    const text = resolveText(expected, scope)?.toLowerCase();
    return text === undefined ? 'unresolved' : (actual) => actual.toLowerCase() === text;
  },
};

export const stringLike: Comparison = {
  wants: 'a text',
  test: (expected, scope) => {
    const pattern = resolvePattern(expected, scope);
    return pattern === undefined ? 'unresolved' : (actual) => matches(pattern, actual);
  },
};

export const arnLike: Comparison = {
  wants: 'an ARN of six parts',
  test: (expected, scope) => {
    const pattern = resolvePattern(expected, scope);
    return pattern === undefined ? 'unresolved' : (matcherOfArns(pattern) ?? 'malformed');
  },
};

export const bool: Comparison = {
  wants: 'true or false',
  test: (expected) => {
    const wanted = expected.toLowerCase();
    return wanted === 'true' || wanted === 'false'
      ? (actual) => actual.toLowerCase() === wanted
      : 'malformed';
  },
};

export const binaryEquals: Comparison = {
  wants: 'in base64',
  test: (expected) => {
    if (!/^[a-z\d+/]*={0,2}$/i.test(expected)) return 'malformed';
    const bytes = Buffer.from(expected, 'base64');
    return (actual) => bytes.equals(Buffer.from(actual, 'base64'));
  },
};
