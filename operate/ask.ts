import { createInterface } from 'node:readline/promises';
import { Failure } from '../local/set-up/failure.mjs';

export interface AskOptions {
  isYes(answer: string): boolean;
  /** The command that needs no answer. */
  command: string;
  /** What is no, when nobody can be asked: `Nothing was moved`. */
  otherwise: string;
  /** When it is aborted, that is a no. */
  signal?: AbortSignal;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/** Asks before something is done that cannot be undone. Ctrl-C is a no. @throws Failure when nobody can be asked. */
export async function ask(question: string, options: AskOptions): Promise<boolean> {
  const { isYes, command, otherwise, signal, input = process.stdin, output = process.stdout } = options;
  if (!input.isTTY) {
    const problem = `${otherwise}: standard input is no terminal, so that nobody can be asked.`;
    throw new Failure({ code: 'not-confirmed', problem, fix: command });
  }
  const terminal = createInterface({ input, output });
  const ended = new Promise<string>((resolve) => {
    // Ctrl-C comes to the interface, not to the process, while it reads.
    for (const event of ['SIGINT', 'close'] as const) terminal.once(event, () => resolve(''));
    signal?.addEventListener('abort', () => resolve(''));
  });
  const answer = (await Promise.race([terminal.question(question), ended])).trim().toLowerCase();
  terminal.close();
  return isYes(answer);
}
