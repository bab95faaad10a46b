import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { isMissing } from '../../aws/trouble.ts';
import { type InvocationReport, parseReportLine } from './lambda-report.ts';

/** A line of a function's log. */
export interface LogLine {
  /** The name of its log stream. Every execution environment has one, and it handles one invocation at a time. */
  stream: string;
  /** Milliseconds on AWS's clock. */
  at: number;
  text: string;
}

/** What an invocation left in a function's log. */
export interface LoggedInvocation {
  requestId: string;
  stream: string;
  /** Milliseconds on AWS's clock. */
  startedAt: number;
  /** Null while the function is running. */
  endedAt: number | null;
  report: InvocationReport | null;
  /** The lines of the function itself, and Lambda's lines about it. */
  lines: readonly string[];
}

export interface LogWindow {
  logGroup: string;
  /** Milliseconds on AWS's clock. */
  from: number;
  to?: number;
}

/** A page has one megabyte. When a function logs more in this time, the rest is not read. */
const MOST_PAGES = 10;
/** Characters. Lambda's own lines, and the lines that end up in a report, are shorter. */
const LONGEST_LINE = 8000;

/**
 * Reads a function's log, in the order in which the invocations began. A log group that does not exist yet counts as
 * empty.
 */
export async function readInvocations(
  { logs }: Pick<Aws, 'logs'>,
  { logGroup, from, to }: LogWindow,
): Promise<LoggedInvocation[]> {
  const lines: LogLine[] = [];
  const query = { logGroupName: logGroup, startTime: from, ...(to !== undefined && { endTime: to }) };
  try {
    for await (const { events = [] } of firstPages(
      paginateFilterLogEvents({ client: logs }, query),
      MOST_PAGES,
    )) {
      for (const { logStreamName: stream = '', timestamp: at = 0, message: text = '' } of events) {
        lines.push({ stream, at, text: text.slice(0, LONGEST_LINE) });
      }
    }
  } catch (error) {
    // The first invocation creates the log group.
    if (!isMissing(error)) throw error;
  }
  return parseInvocations(lines);
}

type Growing = { -readonly [K in keyof LoggedInvocation]: LoggedInvocation[K] } & { lines: string[] };

/** Groups the lines of a log by invocation. The log's format can be text or JSON. */
export function parseInvocations(lines: readonly LogLine[]): LoggedInvocation[] {
  const all = new Map<string, Growing>();
  for (const ofStream of Map.groupBy(lines, ({ stream }) => stream).values()) sortStream(ofStream, all);
  return [...all.values()].map(withStart).toSorted((one, other) => one.startedAt - other.startedAt);
}

function sortStream(lines: readonly LogLine[], all: Map<string, Growing>): void {
  let current: Growing | undefined;
  /** Lines from the start of an execution environment belong to the invocation that caused the start. */
  let starting: string[] = [];
  for (const { text, at, stream } of lines) {
    const mark = parseMark(text);
    if (mark === undefined) {
      const owner = namedIn(text, all) ?? current;
      if (owner) owner.lines.push(text);
      else starting.push(text);
      continue;
    }
    const invocation = all.get(mark.requestId) ?? begin(mark.requestId, stream);
    all.set(mark.requestId, invocation);
    if (mark.kind === 'start') {
      invocation.startedAt = at;
      invocation.lines.push(...starting);
      starting = [];
    } else {
      invocation.endedAt ??= at;
      invocation.report ??= mark.report ?? null;
    }
    current = mark.report ? undefined : invocation;
  }
}

function begin(requestId: string, stream: string): Growing {
  return { requestId, stream, startedAt: Number.POSITIVE_INFINITY, endedAt: null, report: null, lines: [] };
}

/**
 * The embedded AWS writes all lines at the end of an invocation. Also, the first lines can lie before the time
 * window.
 */
function withStart(invocation: Growing): LoggedInvocation {
  const { startedAt, endedAt, report } = invocation;
  if (endedAt === null) return invocation;
  return { ...invocation, startedAt: Math.min(startedAt, Math.floor(endedAt - (report?.durationMs ?? 0))) };
}

/** Some lines come after the REPORT line and contain the request's id. */
function namedIn(text: string, all: ReadonlyMap<string, Growing>): Growing | undefined {
  const ids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return ids.map((id) => all.get(id)).find((known) => known !== undefined);
}

interface Mark {
  kind: 'start' | 'end';
  requestId: string;
  report?: InvocationReport;
}

/** Parses the lines with which Lambda marks the beginning and the end of an invocation. */
function parseMark(text: string): Mark | undefined {
  const report = parseReportLine(text);
  if (report) return { kind: 'end', requestId: report.requestId, report };
  const [, word, requestId] = /^(START|END) RequestId: (\S+)/.exec(text) ?? [];
  if (requestId !== undefined) return { kind: word === 'START' ? 'start' : 'end', requestId };
  return parseJsonMark(text);
}

function parseJsonMark(text: string): Mark | undefined {
  if (!text.startsWith('{') || !/platform\.(start|runtimeDone)/.test(text)) return undefined;
  try {
    const { type, record } = JSON.parse(text);
    if (type !== 'platform.start' && type !== 'platform.runtimeDone') return undefined;
    return { kind: type === 'platform.start' ? 'start' : 'end', requestId: String(record.requestId) };
  } catch {
    return undefined;
  }
}
