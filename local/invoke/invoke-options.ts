import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Sample, samples } from '../../events/samples.ts';
import { branches } from '../journey.ts';
import { Failure } from '../set-up/failure.mjs';
import { root } from '../set-up/project.mjs';

export interface InvokeOptions {
  functionName: string;
  /** Absolute. */
  eventFile: string;
  /** The objects that the event tells of, when it is one of the project's own. */
  needs: Sample['needs'];
}

export const USAGE = `npm run invoke -- <function> <event.json>

  Runs a function once, in the Lambda image, with an event: needs Docker. The
  function reads from and writes to the embedded AWS: that of \`npm start\`, when
  it is up, else one just for this.

  npm run invoke -- CreateThumbnail events/picture.json
  npm run invoke -- CreateMobileImage events/hello-world.json`;

const EXAMPLE = 'npm run invoke -- CreateThumbnail events/picture.json';

/** @throws Failure for a function that there is not, or an event that cannot be read. */
export function parseInvokeOptions(args: readonly string[]): InvokeOptions {
  const [functionName, event, ...others] = args;
  if (functionName === undefined || event === undefined || others.length > 0)
    throw wrong('usage', 'Expected the name of a function and a file with an event.');
  const names: readonly string[] = branches.map((branch) => branch.functionName);
  if (!names.includes(functionName))
    throw wrong(
      'no-such-function',
      `There is no function '${functionName}': expected ${names.join(' or ')}.`,
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
