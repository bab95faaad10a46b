import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type LoggedInvocation, readInvocations as readLog } from '../checks/probe/invocations.ts';
import type { InvocationReport } from '../checks/report-line.ts';
import type { Clients } from './local-aws.ts';
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
  { logs, lambda }: Pick<Clients, 'logs' | 'lambda'>,
  functionName: string,
  since: number,
): Promise<Invocation[]> {
  const logGroup = await readLogGroup(lambda, functionName);
  const logged = await readLog({ logs }, { logGroup, from: since });
  return logged.map(readEntries);
}

/** The name of the log group that a function writes to. */
async function readLogGroup(lambda: LambdaClient, FunctionName: string): Promise<string> {
  const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
}

function readEntries({ lines, report }: LoggedInvocation): Invocation {
  const messages = lines.flatMap((line) => parseLogEntry(line)?.message ?? []);
  const after = (word: string) =>
    messages.filter((message) => message.startsWith(word)).map((message) => message.slice(word.length));
  const [failure] = after('failed: ');
  return { made: after('made '), ...(failure !== undefined && { failure }), ...(report && { report }) };
}
