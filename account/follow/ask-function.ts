import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Aws } from '../../aws/clients.ts';

/**
 * Invokes a function without records, to learn why Lambda cannot load its code. Used when the function did not run,
 * or when it wrote neither an output nor an error: the embedded AWS does not log why code could not be loaded.
 * @returns undefined when the code was loaded. An error of the function itself means nothing here, because it got no
 * records.
 * @throws Error when Lambda could not start the function and gave no reason.
 */
export async function askWhyNotLoaded({ lambda }: Aws, FunctionName: string): Promise<string | undefined> {
  const Payload = JSON.stringify({ Records: [] });
  for (let left = TRIES; left > 0; left--) {
    const { FunctionError, Payload: answer } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload }),
    );
    if (FunctionError === undefined) return undefined;
    const told = Buffer.from(answer ?? []).toString();
    if (!told.includes(NOTHING_TOLD)) return loadErrorIn(told);
  }
  throw new Error(`Lambda could not start ${FunctionName} and gave no reason.`);
}

const TRIES = 3;
/** The embedded AWS answers this when a process ends before it has answered. It contains nothing about the code. */
const NOTHING_TOLD = 'Worker process exited immediately';

const NOT_LOADED =
  /^(Runtime\.(ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName|InvalidEntrypoint)|[\w.]*ClassNotFoundException)$/;

/** @param answer JSON: `{"errorType":…,"errorMessage":…}`. */
function loadErrorIn(answer: string): string | undefined {
  try {
    const { errorType, errorMessage } = JSON.parse(answer);
    const [line = ''] = String(errorMessage).split('\n');
    // The embedded AWS runs the code in a folder of its own.
    const [, ofEmulator] = /^Worker init failed: (.*)/.exec(line) ?? [];
    if (ofEmulator !== undefined) return `Its code could not be loaded: ${inLambdasFolder(ofEmulator)}`;
    // The embedded AWS answers this when the file exists but does not export the handler.
    if (/^Handler '?[\w.]+'? (is not a function in|missing on module) /.test(line))
      return inLambdasFolder(line);
    return NOT_LOADED.test(errorType) ? `${errorType}: ${line}` : undefined;
  } catch {
    return undefined;
  }
}

function inLambdasFolder(text: string): string {
  return text.replace(/[^\s']*\/ministack-lambda-[^/\s']*\/code\//g, '/var/task/');
}
