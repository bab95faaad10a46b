import { ipAddress } from './compare-addresses.ts';
import { inOrder, parseDate, parseNumber } from './compare-numbers.ts';
import {
  arnLike,
  binaryEquals,
  bool,
  stringEquals,
  stringEqualsIgnoreCase,
  stringLike,
} from './compare-texts.ts';
import type { Comparison } from './comparison.ts';

export interface Operator extends Comparison {
  /** A `Not…` operator: it is met when the comparison is not. */
  negated: boolean;
}

/**
 * Finds an operator by its name.
 * @param name in any case, without `ForAllValues:`, `ForAnyValue:` and `IfExists`.
 * @returns undefined when IAM has no such operator.
 */
export function operatorCalled(name: string): Operator | undefined {
  return OPERATORS.get(name.toLowerCase());
}

const ORDERS = {
  Equals: (actual: number, expected: number) => actual === expected,
  LessThan: (actual: number, expected: number) => actual < expected,
  LessThanEquals: (actual: number, expected: number) => actual <= expected,
  GreaterThan: (actual: number, expected: number) => actual > expected,
  GreaterThanEquals: (actual: number, expected: number) => actual >= expected,
} as const;

function orders(prefix: string, wants: string, parse: (text: string) => number): [string, Operator][] {
  const named = Object.entries(ORDERS).map(([name, holds]): [string, Operator] => [
    `${prefix}${name}`,
    { ...inOrder(wants, parse, holds), negated: false },
  ]);
  return [...named, [`${prefix}NotEquals`, { ...inOrder(wants, parse, ORDERS.Equals), negated: true }]];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [
    ['StringEquals', { ...stringEquals, negated: false }],
    ['StringNotEquals', { ...stringEquals, negated: true }],
    ['StringEqualsIgnoreCase', { ...stringEqualsIgnoreCase, negated: false }],
    ['StringNotEqualsIgnoreCase', { ...stringEqualsIgnoreCase, negated: true }],
    ['StringLike', { ...stringLike, negated: false }],
    ['StringNotLike', { ...stringLike, negated: true }],
    // IAM: ArnEquals and ArnLike behave identically.
    ['ArnEquals', { ...arnLike, negated: false }],
    ['ArnLike', { ...arnLike, negated: false }],
    ['ArnNotEquals', { ...arnLike, negated: true }],
    ['ArnNotLike', { ...arnLike, negated: true }],
    ['Bool', { ...bool, negated: false }],
    ['BinaryEquals', { ...binaryEquals, negated: false }],
    ['IpAddress', { ...ipAddress, negated: false }],
    ['NotIpAddress', { ...ipAddress, negated: true }],
    ...orders('Numeric', 'a number', parseNumber),
    ...orders('Date', 'a date (ISO 8601)', parseDate),
  ].map(([name, operator]) => [String(name).toLowerCase(), operator] as [string, Operator]),
);
