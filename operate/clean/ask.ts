import { type AskOptions, ask } from '../ask.ts';

export interface AskToRemoveOptions extends Pick<AskOptions, 'command' | 'input' | 'output'> {
  /** Twelve digits. */
  account: string;
}

/**
 * Asks whether to remove all of it: `yes`, or the last four digits of the account. Anything else is a no, Ctrl-C too.
 * @throws Failure when nobody can be asked.
 */
export async function askToRemove({ account, ...options }: AskToRemoveOptions): Promise<boolean> {
  const digits = account.slice(-4);
  return ask(`\nRemove all of this? It cannot be undone. Type yes, or ${digits}: `, {
    ...options,
    isYes: (answer) => answer === 'yes' || answer === digits,
    otherwise: 'Nothing was removed',
  });
}
