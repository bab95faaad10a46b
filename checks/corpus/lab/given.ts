/** What AWS always answers with, though the SDK's types leave it open. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('AWS answered without what it was asked for.');
  return value;
}
