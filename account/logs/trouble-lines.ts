const MOST_LINES = 5;
const LONGEST = 300;

/**
 * Extracts the lines of an invocation that report errors, one sentence each. These are errors of the function (of
 * Node.js, Python and most other runtimes, logged as text or JSON), and Lambda's own lines about a failed start, a
 * timeout or an exit. When there are none, it returns lines that only look like errors.
 */
export function troubleLines(lines: readonly string[]): string[] {
  const certain = lines.flatMap((line) => certainTrouble(line.trim()) ?? []);
  const told = certain.length > 0 ? certain : lines.filter(soundsLikeTrouble).map(wordsOf);
  return [...new Set(told.map(shorten))].slice(0, MOST_LINES);
}

type Reading = (line: string) => string | undefined;

/** Each reading returns undefined for other lines. */
const READINGS: readonly Reading[] = [
  // 2026-11-25T10:00:00.000Z <id> Task timed out after 3.03 seconds
  (line) => /Task timed out after [\d.]+ seconds/.exec(line)?.[0],
  // INIT_REPORT Init Duration: 180000.45 ms	Phase: invoke	Status: timeout
  (line) => {
    const [, status, type] = /^INIT_REPORT .*Status: (\w+)(?:\s+Error Type: (\S+))?/s.exec(line) ?? [];
    return status && startFailed(status, type);
  },
  // RequestId: <id> Error: Runtime exited with error: signal: killed
  (line) => /^RequestId: \S+ (Error: .*)/s.exec(line)?.[1],
  // The embedded AWS writes this for the same event.
  (line) => /^Worker process died/.exec(line)?.[0],
  jsonTrouble,
  // Python: [ERROR] KeyError: 'Records'; or from its logger: [ERROR] <time> <id> words, separated by tabs
  (line) => /^\[(?:ERROR|CRITICAL)\]\s+(?:\S+Z\s+[0-9a-f-]{36}\s+)?(.*)/s.exec(line)?.[1],
  // Node.js: <time>	<id>	ERROR	words
  (line) => /^\S+Z\t\S+\t(?:ERROR|FATAL)\t(.*)/s.exec(line)?.[1],
  // TypeError: Cannot read properties of undefined
  (line) => (/^(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)\b.*?: /.test(line) ? line : undefined),
];

function certainTrouble(line: string): string | undefined {
  for (const read of READINGS) {
    const trouble = read(line);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function startFailed(status: string, type: string | undefined): string {
  return `Its initialization ended with status '${status}'${type === undefined ? '' : `: ${type}`}`;
}

/** Reads an error in JSON, with or without words before it, or a line of a logger. */
function jsonTrouble(line: string): string | undefined {
  const json = parseObject(line.slice(Math.max(0, line.indexOf('{'))));
  if (json === undefined) return undefined;
  if (json.type === 'platform.initReport' && isObject(json.record)) {
    const { status, errorType } = json.record;
    return status === 'success' ? undefined : startFailed(String(status), text(errorType));
  }
  const error = errorIn(json) ?? (isObject(json.message) ? errorIn(json.message) : undefined);
  if (error !== undefined) return error;
  return /^(ERROR|CRITICAL|FATAL)$/i.test(String(json.level)) ? words(json.message) : undefined;
}

function errorIn({ errorType, errorMessage }: Record<string, unknown>): string | undefined {
  if (text(errorType) === undefined && text(errorMessage) === undefined) return undefined;
  return [text(errorType), text(errorMessage)].filter(Boolean).join(': ');
}

/** Returns the line's own words, without what a logger adds. */
function wordsOf(line: string): string {
  return words(parseObject(line)?.message ?? line);
}

function soundsLikeTrouble(line: string): boolean {
  return (
    /\b(errors?|exception|failed|failure|denied|fatal|traceback)\b|Error\b|Exception\b/i.test(
      wordsOf(line),
    ) && !/warning/i.test(line)
  );
}

function words(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message);
}

function shorten(told: string): string {
  // A stack trace continues on further lines. An error in the middle of a line is JSON.
  const [first = ''] = told.trim().split(/[\r\n]/);
  const sentence = first
    .replace(/\s+/g, ' ')
    .replace(/^failed: /, '')
    .replace(/ \{?$/, '');
  return sentence.length <= LONGEST ? sentence : `${sentence.slice(0, LONGEST - 1)}…`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parseObject(json: string): Record<string, unknown> | undefined {
  if (!json.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
