/** What Lambda measured of one invocation. Milliseconds and megabytes. */
export interface InvocationReport {
  requestId: string;
  durationMs: number;
  billedMs: number;
  memoryMb: number;
  /** The embedded AWS does not measure it. */
  usedMb?: number;
  /** Only on a cold start. */
  initMs?: number;
  /** Only in trouble: `timeout` or `error`. */
  status?: string;
  errorType?: string;
}

/**
 * Reads a REPORT line of a function's log, as text or, with JSON logging, as `platform.report`.
 * @returns undefined for any other line.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export function parseReportLine(line: string): InvocationReport | undefined {
  return line.startsWith('REPORT RequestId:') ? parseText(line) : parseJson(line);
}

function parseText(line: string): InvocationReport {
  // A tab stands before each: 'Init Duration' is no 'Duration', wherever it stands.
  const text = (name: string) => new RegExp(`(?:^REPORT |\\t)${name}: ([^\\s]+)`).exec(line)?.[1];
  const number = (name: string) => Number(text(name) ?? Number.NaN);
  return report(
    text('RequestId') ?? '',
    { durationMs: number('Duration'), billedMs: number('Billed Duration'), memoryMb: number('Memory Size') },
    {
      usedMb: number('Max Memory Used'),
      initMs: number('Init Duration'),
      status: text('Status'),
      errorType: text('Error Type'),
    },
  );
}

function parseJson(line: string): InvocationReport | undefined {
  if (!line.startsWith('{') || !line.includes('platform.report')) return undefined;
  try {
    const { type, record } = JSON.parse(line);
    if (type !== 'platform.report') return undefined;
    const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = record.metrics;
    return report(
      record.requestId,
      { durationMs, billedMs: billedDurationMs, memoryMb: memorySizeMB },
      {
        usedMb: maxMemoryUsedMB,
        initMs: initDurationMs,
        status: record.status === 'success' ? undefined : record.status,
        errorType: record.errorType,
      },
    );
  } catch {
    return undefined;
  }
}

interface Optional {
  usedMb: number | undefined;
  initMs: number | undefined;
  status: string | undefined;
  errorType: string | undefined;
}

function report(
  requestId: string,
  measured: Pick<InvocationReport, 'durationMs' | 'billedMs' | 'memoryMb'>,
  { usedMb, initMs, status, errorType }: Optional,
): InvocationReport {
  return {
    requestId,
    ...measured,
    ...(usedMb !== undefined && usedMb > 0 && { usedMb }),
    ...(initMs !== undefined && initMs > 0 && { initMs }),
    ...(status !== undefined && { status }),
    ...(errorType !== undefined && { errorType }),
  };
}

/** The report as a sentence for somebody who reads one for the first time. */
export function explainReport({
  durationMs,
  billedMs,
  memoryMb,
  usedMb,
  initMs,
  status,
  errorType,
}: InvocationReport): string {
  const trouble =
    status === undefined ? '' : ` It ended as '${status}'${errorType ? ` (${errorType})` : ''}.`;
  const start =
    initMs === undefined ? 'warm: no start-up' : `cold: start-up took ${initMs.toFixed(0)} ms before`;
  const memory = usedMb === undefined ? `may use ${memoryMb} MB` : `used ${usedMb} of ${memoryMb} MB`;
  return `worked for ${durationMs.toFixed(0)} ms, ${billedMs.toFixed(0)} ms are billed; ${memory}; ${start}.${trouble}`;
}
