import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { type InvocationReport, parseReportLine } from '../checks/report-line.ts';
import { type LogEntry, parseLogEntry } from './log-entry.ts';

/** What one invocation left in a function's log. */
export interface Invocation {
  /** Keys of the outputs that it made. */
  made: string[];
  /** The first failure that it told of. */
  failure?: string;
  report?: InvocationReport;
}

/**
 * Reads what our functions logged since a time.
 * @param since milliseconds of the wall clock.
 */
export async function readInvocations(
  client: CloudWatchLogsClient,
  functionName: string,
  since: number,
): Promise<Invocation[]> {
  return parseInvocations(await readLines(client, functionName, since));
}

/** Sorts the lines of a function's log by invocation. */
export function parseInvocations(lines: readonly string[]): Invocation[] {
  const invocations = new Map<string, Invocation>();
  for (const line of lines) {
    const report = parseReportLine(line);
    const entry = report ? undefined : parseLogEntry(line);
    const requestId = report?.requestId ?? entry?.function_request_id;
    if (requestId === undefined) continue;
    const invocation = invocations.get(requestId) ?? { made: [] };
    invocations.set(requestId, invocation);
    if (report) invocation.report = report;
    if (entry) addEntry(invocation, entry);
  }
  return [...invocations.values()];
}

async function readLines(
  client: CloudWatchLogsClient,
  functionName: string,
  startTime: number,
): Promise<string[]> {
  const lines: string[] = [];
  try {
    const logGroupName = `/aws/lambda/${functionName}`;
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
      lines.push(...(page.events ?? []).map((event) => event.message ?? ''));
    }
  } catch (error) {
    // The first invocation makes the group.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return lines;
}

function addEntry(invocation: Invocation, { message }: LogEntry): void {
  if (message.startsWith('made ')) invocation.made.push(message.slice('made '.length));
  if (message.startsWith('failed: ')) invocation.failure ??= message.slice('failed: '.length);
}
