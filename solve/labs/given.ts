/** Returns a value that AWS always sends, although it is optional in the SDK's types. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Expected a value in the answer of AWS, but it has none.');
  return value;
}
