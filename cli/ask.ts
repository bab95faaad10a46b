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
  /** Thrown when Ctrl-C, the signal or the end of the input ends the question. By default, that is a no. */
  atEnd?: Failure;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/**
 * Asks for confirmation on the terminal. Ctrl-C counts as a no.
 * @throws Failure when standard input is not a terminal, and `atEnd`.
 */
export async function ask(question: string, options: AskOptions): Promise<boolean> {
  const { isYes, command, otherwise, signal, atEnd } = options;
  const { input = process.stdin, output = process.stdout } = options;
  if (!input.isTTY) {
    const problem = `${otherwise}. The command asks for confirmation, but standard input is not a terminal.`;
    throw new Failure({ code: 'not-confirmed', problem, fix: command });
  }
  const terminal = createInterface({ input, output });
  const ended = new Promise<undefined>((resolve) => {
    // While the interface reads, Ctrl-C reaches the interface and not the process.
    for (const event of ['SIGINT', 'close'] as const) terminal.once(event, () => resolve(undefined));
    signal?.addEventListener('abort', () => resolve(undefined));
  });
  const answer = await Promise.race([terminal.question(cleanLines(question)), ended]);
  terminal.close();
  if (answer === undefined && atEnd !== undefined) throw atEnd;
  return isYes((answer ?? '').trim().toLowerCase());
}
