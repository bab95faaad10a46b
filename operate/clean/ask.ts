import { createInterface } from 'node:readline/promises';
import { Failure } from '../../local/set-up/failure.mjs';

export interface AskOptions {
  /** Twelve digits. */
  account: string;
  /** The command that needs no answer. */
  command: string;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/**
 * Asks whether to remove all of it: `yes`, or the last four digits of the account. Anything else is a no, Ctrl-C too.
 * @throws Failure when nobody can be asked.
 */
export async function askToRemove(options: AskOptions): Promise<boolean> {
  const { account, command, input = process.stdin, output = process.stdout } = options;
  if (!input.isTTY) {
    const problem = 'Nothing was removed: standard input is no terminal, so that nobody can be asked.';
    throw new Failure({ code: 'not-confirmed', problem, fix: command });
  }
  const digits = account.slice(-4);
  const terminal = createInterface({ input, output });
  const ended = new Promise<string>((resolve) => {
    // Ctrl-C comes to the interface, not to the process, while it reads.
    for (const event of ['SIGINT', 'close'] as const) terminal.once(event, () => resolve(''));
  });
  const question = `\nRemove all of this? It cannot be undone. Type yes, or ${digits}: `;
  const answer = (await Promise.race([terminal.question(question), ended])).trim().toLowerCase();
  terminal.close();
  return answer === 'yes' || answer === digits;
}
