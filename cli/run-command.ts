import { whenAskedToEnd } from './ending.mjs';
import { reportFailure } from './failure.mjs';

interface Command<O extends { help: boolean }> {
  usage: string;
  /** @throws Failure for a wrong option. */
  parse(args: readonly string[]): O | Promise<O>;
  /** Does the work and prints the report. The signal is aborted when the user stops the command. @returns the exit status. */
  run(options: O, signal: AbortSignal): number | Promise<number>;
  /** Turns an error into one that helps the user. The options are undefined when they could not be parsed. */
  explain?(error: unknown, options: O | undefined): unknown;
}

/** The exit status for a command that failed. */
export const COMMAND_FAILED = 2;

/** Runs a command: parses the options, prints the help or does the work, reports an error, and sets the exit status. */
export async function runCommand<O extends { help: boolean }>(command: Command<O>): Promise<void> {
  const ending = new AbortController();
  whenAskedToEnd(() => ending.abort());
  let options: O | undefined;
  try {
    options = await command.parse(process.argv.slice(2));
    if (options.help) console.log(command.usage);
    else process.exitCode = await command.run(options, ending.signal);
  } catch (error) {
    reportFailure(command.explain?.(error, options) ?? error);
    process.exitCode = COMMAND_FAILED;
  }
}
