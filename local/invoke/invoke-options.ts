import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions } from '../../cli/command-options.ts';
import { Failure } from '../../cli/failure.mjs';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../../cli/help.ts';
import { root } from '../../cli/project.mjs';
import { type Sample, samples } from '../../events/samples.ts';
import { FUNCTION_NAMES, inWords } from '../../lab/output-names.ts';

export interface InvokeOptions {
  functionName: string;
  /** Absolute path. */
  eventFile: string;
  /** The objects that one of the project's sample events needs. */
  needs: Sample['needs'];
}

const COMMAND = {
  script: 'invoke',
  synopsis: '-- FUNCTION EVENT.json',
  about:
    "Invokes a function once with an event, in the Lambda image. This needs Docker. The function uses the embedded AWS of 'npm start' if it is running. Otherwise the command starts its own.",
  options: {
    event: {
      type: 'string',
      short: 'e',
      value: 'FILE',
      text: "file with the event, as in 'sam local invoke'",
    },
    help: HELP_OPTION,
  },
  examples: [
    'npm run invoke -- CreateThumbnail events/picture.json',
    'npm run invoke -- CreateMobileImage -e events/hello-world.json',
  ],
  exitStatus: '0 if the function handled every message, 1 otherwise.',
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

const EXAMPLE = 'npm run invoke -- CreateThumbnail events/picture.json';

/** Reads the arguments of `npm run invoke`. @throws Failure for an unknown function or an unreadable event. */
export function parseInvokeOptions(args: readonly string[]): InvokeOptions {
  const { values, positionals } = readOptions({ ...COMMAND, args, allowPositionals: true });
  const [functionName, event, ...others] = [
    ...positionals,
    ...(values.event === undefined ? [] : [values.event]),
  ];
  if (functionName === undefined || event === undefined || others.length > 0)
    throw wrong('usage', 'Expected the name of a function and a file with an event.');
  const names: readonly string[] = FUNCTION_NAMES;
  if (!names.includes(functionName))
    throw wrong(
      'no-such-function',
      `There is no function '${functionName}': expected ${inWords(names, 'or')}.`,
    );
  const eventFile = path.resolve(process.env.INIT_CWD ?? process.cwd(), event);
  requireJson(eventFile);
  const sample = samples.find(({ file }) => path.join(root, 'events', file) === eventFile);
  return { functionName, eventFile, needs: sample?.needs ?? {} };
}

function requireJson(file: string): void {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const problem =
      cause instanceof SyntaxError
        ? `Expected an event as JSON in ${file}: ${reason}.`
        : `Expected a file with an event: ${reason}.`;
    throw wrong('event-unreadable', problem, `ls '${path.join(root, 'events')}'/*.json`);
  }
}

function wrong(code: string, problem: string, fix = EXAMPLE): Failure {
  return new Failure({ code, problem, fix });
}
