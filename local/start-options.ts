import { parseArgs } from 'node:util';
import { Failure } from './set-up/failure.mjs';

export interface StartOptions {
  once: boolean;
  help: boolean;
  port?: number;
  /** As typed: relative to the folder in which npm was started. */
  pictures: string[];
}

export const USAGE = `npm start [-- options] [pictures.jpg …]

  Starts the embedded AWS, deploys the lab onto it, and sends a picture through.

  --once       stop after that, instead of staying up until Ctrl-C
  --port N     the port of the embedded AWS (default: 4566 when free, else any)
  --help       this text

  npm start -- --once
  npm start -- holiday.jpg cat.jpg`;

/** @throws Failure for an option that there is not, or a port that is none. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values, positionals } = parse(args);
  const { once = false, help = false, port } = values;
  return { once, help, pictures: positionals, ...(port !== undefined && { port: parsePort(port) }) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, port: { type: 'string' } },
    });
  } catch (error) {
    const problem = `${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`;
    throw new Failure({ code: 'usage', problem, fix: 'npm start -- --help' });
  }
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
