import { createInterface } from 'node:readline/promises';
import { cleanLines } from './clean-text.mjs';
import { Failure } from './failure.mjs';

export interface AskOptions {
  isYes(answer: string): boolean;
  /** The command that does the same without a question. */
  command: string;
  /** What an error says when nobody can be asked: `Nothing was moved`. */
  otherwise: string;
  /** Aborting it counts as a no. */
  signal?: AbortSignal;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/**
 * Asks for confirmation on the terminal. Ctrl-C counts as a no.
 * @throws Failure when standard input is not a terminal.
 */
export async function ask(question: string, options: AskOptions): Promise<boolean> {
  const { isYes, command, otherwise, signal, input = process.stdin, output = process.stdout } = options;
  if (!input.isTTY) {
    const problem = `${otherwise}. The command asks for confirmation, but standard input is not a terminal.`;
    throw new Failure({ code: 'not-confirmed', problem, fix: command });
  }
  const terminal = createInterface({ input, output });
  const ended = new Promise<string>((resolve) => {
    // While the interface reads, Ctrl-C reaches the interface and not the process.
    for (const event of ['SIGINT', 'close'] as const) terminal.once(event, () => resolve(''));
    signal?.addEventListener('abort', () => resolve(''));
  });
  const answer = (await Promise.race([terminal.question(cleanLines(question)), ended])).trim().toLowerCase();
  terminal.close();
  return isYes(answer);
}
