import { createInterface } from 'node:readline/promises';
import { Failure } from '../local/set-up/failure.mjs';

export interface ConfirmOptions {
  /** Answered beforehand, by `--yes`. */
  yes: boolean;
  /** The command that needs no answer. */
  command: string;
  signal: AbortSignal;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/**
 * Asks before something is done that cannot be undone. Anything but `y` or `yes` is a no; so is Ctrl-C.
 * @throws Failure when nobody can be asked.
 */
export async function confirm(question: string, options: ConfirmOptions): Promise<boolean> {
  const { yes, command, signal, input = process.stdin, output = process.stdout } = options;
  if (yes) return true;
  if (!input.isTTY) {
    const problem = `"${question}" cannot be asked: standard input is not a terminal.`;
    throw new Failure({ code: 'not-confirmed', problem, fix: command });
  }
  const terminal = createInterface({ input, output });
  try {
    // Ctrl-C comes to the terminal's interface, not to the process, while it reads.
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `, { signal }),
      new Promise<string>((resolve) =>
        terminal.once('SIGINT', () => resolve('')).once('close', () => resolve('')),
      ),
    ]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
