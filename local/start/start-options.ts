import { readOptions } from '../../cli/command-options.ts';
import { Failure } from '../../cli/failure.mjs';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../../cli/help.ts';
import { PAGE_OPTIONS, pageOptions } from './page-options.ts';

export interface StartOptions {
  once: boolean;
  help: boolean;
  port?: number;
  /** Whether the live page is served beside the lab. */
  page: boolean;
  pagePort?: number;
  /** File names as typed, relative to the folder in which the user started npm. */
  pictures: string[];
}

const COMMAND = {
  script: 'start',
  synopsis: '[-- options] [pictures.jpg …]',
  about:
    'Starts the embedded AWS on this machine, deploys the lab to it and uploads a picture. It shows the resized pictures and keeps running until Ctrl-C. If a lab is already running, it uploads the pictures to that lab.',
  options: {
    once: { type: 'boolean', text: 'stop after the upload' },
    port: { type: 'string', value: 'N', text: 'port of the embedded AWS (default: 4566, or any free port)' },
    ...PAGE_OPTIONS,
    help: HELP_OPTION,
  },
  examples: ['npm start -- --once', 'npm start -- holiday.jpg cat.jpg'],
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/** Reads the options of `npm start`. @throws Failure for an unknown option or a wrong port. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values, positionals } = readOptions({ ...COMMAND, args, allowPositionals: true });
  const { once = false, help = false, port } = values;
  return {
    ...{ once, help, pictures: positionals },
    ...(port !== undefined && { port: parsePort(port) }),
    ...pageOptions('start', values),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1024 && port <= 65_535) return port;
  throw new Failure({
    code: 'usage',
    problem: `--port is '${text}': expected a whole number from 1024 to 65535.`,
    fix: 'npm start -- --port 4567',
  });
}
