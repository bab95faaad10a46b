import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Failure, reportFailure } from './failure.mjs';
import { type CommandHelp, HELP_OPTION, renderHelp } from './help.ts';
import { npmCommand, refuseSwallowedOptions } from './swallowed-options.mjs';

interface Command<O extends ParseArgsOptionsConfig, P extends boolean> {
  /** The name of the script in package.json. */
  script: string;
  args: readonly string[];
  options: O;
  allowPositionals?: P;
}

type Parsed<O extends ParseArgsOptionsConfig, P extends boolean> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: P }>
>;

/**
 * Reads the options of an npm script. All scripts use this function.
 * @throws Failure for an unknown option, for an option with one value that is given twice, and for options that npm took
 * because `--` is missing.
 */
export function readOptions<const O extends ParseArgsOptionsConfig, const P extends boolean = false>({
  script,
  args,
  options,
  allowPositionals,
}: Command<O, P>): Parsed<O, P> {
  refuseSwallowedOptions(script, { args, options });
  const twice = givenTwice(args, options);
  if (twice !== undefined) throw usageFailure(script, `--${twice} is given twice. It takes one value.`);
  try {
    const config = { args: [...args], options, allowPositionals: allowPositionals ?? false };
    // The type of the result follows from the table.
    return parseArgs(config satisfies ParseArgsConfig) as Parsed<O, P>;
  } catch (error) {
    const problem = `${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`;
    throw usageFailure(script, problem);
  }
}

/** Finds an option that is given twice. `parseArgs` would silently use the last value. */
function givenTwice(args: readonly string[], options: ParseArgsOptionsConfig): string | undefined {
  const config = { args: [...args], options, strict: false, tokens: true } as const;
  const names = parseArgs(config).tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
  const takesOne = (name: string) => options[name]?.type === 'string' && options[name].multiple !== true;
  return names.find((name, index) => takesOne(name) && names.indexOf(name) !== index);
}

/**
 * Reads the options of a script that does its work while it is loaded. Adds the option `--help`: it prints the help and exits
 * with status 0. A wrong option prints the error and exits with status 2.
 */
export function readOptionsOrEnd<const O extends CommandHelp['options']>(
  command: CommandHelp & { options: O },
) {
  const withHelp = { ...command, options: { ...command.options, help: HELP_OPTION } };
  try {
    const { values } = readOptions({ ...withHelp, args: process.argv.slice(2) });
    if (!('help' in values && values.help)) return values;
    console.log(renderHelp(withHelp));
    process.exit(0);
  } catch (error) {
    reportFailure(error);
    process.exit(2);
  }
}

/** Makes the Failure for a wrong option. @param problem names the option, the expected value and the value found. */
export function usageFailure(script: string, problem: string): Failure {
  return new Failure({ code: 'usage', problem, fix: `${npmCommand(script)} -- --help` });
}
