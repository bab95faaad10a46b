/**
 * Whether AWS has deprecated a Lambda runtime. Functions can still be created with it until a date that AWS lists.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export function isDeprecated(runtime: string): boolean {
  const [, language = '', major = '', minor = '0'] = /^([a-z]+)(\d+)(?:\.(\d+))?/.exec(runtime) ?? [];
  const oldest = OLDEST[language];
  if (oldest === undefined) return runtime === 'provided' || runtime === 'nodejs';
  return Number(major) * 1000 + Number(minor) < oldest[0] * 1000 + oldest[1];
}

/** The oldest version that was not deprecated in November 2026. */
const OLDEST: Readonly<Record<string, readonly [number, number]>> = {
  nodejs: [22, 0],
  python: [3, 10],
  java: [8, 0],
  dotnet: [8, 0],
  dotnetcore: [99, 0],
  ruby: [3, 3],
  go: [99, 0],
};
