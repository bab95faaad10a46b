import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Aws } from '../aws.ts';

/**
 * Invokes a function with no records, and gives Lambda's word when its handler cannot be loaded. For a function that ran,
 * made nothing and logged nothing: the embedded AWS does not log why a handler could not be loaded.
 * @returns undefined when it could: an error of its own, on no records, tells nothing.
 */
export async function askWhyNotLoaded({ lambda }: Aws, FunctionName: string): Promise<string | undefined> {
  const Payload = JSON.stringify({ Records: [] });
  const { FunctionError, Payload: answer } = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  if (FunctionError === undefined) return undefined;
  const told = inWords(Buffer.from(answer ?? []).toString());
  return NOT_LOADED.test(told) ? told : undefined;
}

const NOT_LOADED =
  /ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName|Unable to import module|Cannot find (module|package)|undefined or not exported|is not a function/i;

function inWords(answer: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(answer);
    return `${errorType}: ${String(errorMessage).split('\n')[0]}`;
  } catch {
    return answer;
  }
}
