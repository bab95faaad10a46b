import { parseArgs } from 'node:util';
import { Failure } from '../local/set-up/failure.mjs';

export interface BenchOptions {
  /** Names of sections. */
  only: readonly string[];
  short: boolean;
  write: boolean;
  help: boolean;
  /** As typed. */
  against?: string;
}

export const USAGE = `npm run bench [-- options]

  Measures the functions and their peers: sharp, Pillow, vipsthumbnail, jsquash
  and jimp, which are installed into .local/bench. Results go there, too.

  --only A,B      some of the measurements, such as warm
  --short         a trial of the benchmark itself, in a few minutes
  --against FILE  compares with a former run's results.json
  --write         writes page, figures and plots into docs/benchmarks
  --help          this text`;

/** @param names of all sections. @throws Failure for an option or a section that there is not. */
export function parseBenchOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { only, against, ...flags } = parse(args);
  const chosen = only === undefined ? names : only.split(',');
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usageFailure(`--only: expected some of ${names.join(', ')}, found '${unknown}'.`);
  return { only: chosen, ...flags, ...(against !== undefined && { against }) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        short: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        against: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw usageFailure(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`);
  }
}

function usageFailure(problem: string): Failure {
  return new Failure({ code: 'usage', problem, fix: 'npm run bench -- --help' });
}
