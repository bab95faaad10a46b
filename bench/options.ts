import { readOptions, usageFailure } from '../cli/command-options.ts';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../cli/help.ts';

export interface BenchOptions {
  /** The names of the sections to measure. */
  only: readonly string[];
  short: boolean;
  write: boolean;
  help: boolean;
  /** The file of a former run, as typed. */
  against?: string;
}

const COMMAND = {
  script: 'bench',
  about:
    'Measures the functions and compares them with sharp, Pillow, vipsthumbnail, jsquash and jimp. It installs them in .local/bench and writes its results there.',
  options: {
    only: { type: 'string', value: 'A,B', text: 'run only these measurements, such as warm' },
    short: { type: 'boolean', default: false, text: 'only test the benchmark itself, in a few minutes' },
    against: { type: 'string', value: 'FILE', text: 'compare with the results.json of a former run' },
    write: {
      ...{ type: 'boolean', default: false },
      text: 'write the page, results and plots to docs/benchmarks',
    },
    help: { ...HELP_OPTION, default: false },
  },
  examples: ['npm run bench -- --only warm,cold', 'npm run bench -- --against docs/benchmarks/results.json'],
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/** Reads the options. @param names the names of all sections. @throws Failure for an unknown option or section. */
export function parseBenchOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { only, against, ...flags } = readOptions({ ...COMMAND, args }).values;
  const chosen = only === undefined ? names : only.split(',');
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usageFailure('bench', `Expected some of ${names.join(', ')} after --only, found '${unknown}'.`);
  return { only: chosen, ...flags, ...(against !== undefined && { against }) };
}
