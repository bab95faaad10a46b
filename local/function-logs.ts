import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type LoggedInvocation, readInvocations as readLog } from '../account/logs/invocations.ts';
import type { InvocationReport } from '../account/logs/lambda-report.ts';
import { parseLogEntry } from '../account/logs/log-entry.ts';
import type { Aws } from '../aws/clients.ts';

/** One invocation in a function's log. */
export interface Invocation {
  /** Keys of the outputs that the invocation made. */
  made: string[];
  /** The first failure that the invocation logged. */
  failure?: string;
  report?: InvocationReport;
}

/**
 * Reads the log of one of the project's functions.
 * @param since the start in milliseconds since 1970.
 */
export async function readInvocations(
  { logs, lambda }: Pick<Aws, 'logs' | 'lambda'>,
  functionName: string,
  since: number,
): Promise<Invocation[]> {
  const logGroup = await readLogGroup(lambda, functionName);
  const logged = await readLog({ logs }, { logGroup, from: since });
  return logged.map(readEntries);
}

/** Returns the name of the function's log group. */
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
