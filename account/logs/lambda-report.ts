/** The values that Lambda measured in one invocation, in milliseconds and megabytes. */
export interface InvocationReport {
  requestId: string;
  durationMs: number;
  billedMs: number;
  memoryMb: number;
  /** Absent when it was not measured. The embedded AWS does not limit memory. */
  usedMb?: number;
  /** Only after a cold start, and only in AWS: the embedded AWS does not measure it. */
  initMs?: number;
  /** Only when the invocation failed: `timeout` or `error`. */
  status?: string;
  errorType?: string;
}

/**
 * Parses a REPORT line of a function's log: the text form or, with JSON logging, the `platform.report` event.
 * @returns undefined for any other line.
 * @example
 * parseReportLine('REPORT RequestId: 1\tDuration: 201.3 ms\tBilled Duration: 202 ms\tMemory Size: 512 MB\tMax Memory Used: 93 MB');
 * // { requestId: '1', durationMs: 201.3, billedMs: 202, memoryMb: 512, usedMb: 93 }
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export function parseReportLine(line: string): InvocationReport | undefined {
  return line.startsWith('REPORT RequestId:') ? parseText(line) : parseJson(line);
}

function parseText(line: string): InvocationReport | undefined {
  // Each name comes after a tab, so that 'Init Duration' is not taken for 'Duration'.
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
): InvocationReport | undefined {
  // A function can log a line that only begins like one of Lambda's.
  if (typeof requestId !== 'string' || !Object.values(measured).every(Number.isFinite)) return undefined;
  return {
    requestId,
    ...measured,
    ...(isPositive(usedMb) && { usedMb }),
    ...(isPositive(initMs) && { initMs }),
    ...(typeof status === 'string' && { status }),
    ...(typeof errorType === 'string' && { errorType }),
  };
}

function isPositive(value: number | undefined): value is number {
  return Number.isFinite(value) && Number(value) > 0;
}

/**
 * Explains a report in a sentence whose subject is the function, for readers who have never seen a REPORT line. Without an
 * Init Duration it does not mention the cold start: the embedded AWS never measures one.
 */
export function explainReport(report: InvocationReport): string {
  const { durationMs, billedMs, initMs, status, errorType } = report;
  const start = initMs === undefined ? '' : ` after a cold start of ${initMs.toFixed(0)} ms`;
  const trouble =
    status === undefined ? '' : ` It ended with the status '${status}'${errorType ? ` (${errorType})` : ''}.`;
  return `ran for ${durationMs.toFixed(0)} ms (billed: ${billedMs.toFixed(0)} ms)${start} ${memoryInWords(report)}.${trouble}`;
}

function memoryInWords({ memoryMb, usedMb }: InvocationReport): string {
  if (usedMb === undefined) return `with ${memoryMb} MB of memory`;
  if (exceedsMemory({ memoryMb, usedMb })) {
    return `and used ${usedMb} MB although ${memoryMb} MB are configured (the embedded AWS does not limit memory)`;
  }
  return `and used ${Math.min(usedMb, memoryMb)} of ${memoryMb} MB`;
}

/** AWS rounds, so it may report one or two megabytes more than a function has. It stops a function that needs more than that. */
const ROUNDING = 1.05;

/** Tells whether a function used more memory than is configured. Only the embedded AWS allows this. */
export function exceedsMemory({ memoryMb, usedMb }: Pick<InvocationReport, 'memoryMb' | 'usedMb'>): boolean {
  return usedMb !== undefined && usedMb > memoryMb * ROUNDING;
}
