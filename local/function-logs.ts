import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type LoggedInvocation, readInvocations as readLog } from '../checks/probe/invocations.ts';
import type { InvocationReport } from '../checks/report-line.ts';
import { parseLogEntry } from './log-entry.ts';

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
  logs: CloudWatchLogsClient,
  functionName: string,
  since: number,
): Promise<Invocation[]> {
  const logged = await readLog({ logs }, { logGroup: `/aws/lambda/${functionName}`, from: since });
  return logged.map(readEntries);
}

function readEntries({ lines, report }: LoggedInvocation): Invocation {
  const messages = lines.flatMap((line) => parseLogEntry(line)?.message ?? []);
  const after = (word: string) =>
    messages.filter((message) => message.startsWith(word)).map((message) => message.slice(word.length));
  const [failure] = after('failed: ');
  return { made: after('made '), ...(failure !== undefined && { failure }), ...(report && { report }) };
}
