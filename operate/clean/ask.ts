import { type AskOptions, ask } from '../../cli/ask.ts';

export interface AskToRemoveOptions extends Pick<AskOptions, 'command' | 'input' | 'output'> {
  /** Twelve digits. */
  account: string;
}

/**
 * Asks whether to remove everything. `yes` and the last four digits of the account confirm. Anything else, such as Ctrl-C,
 * is a no.
 * @throws Failure when standard input is not a terminal.
 */
export async function askToRemove({ account, ...options }: AskToRemoveOptions): Promise<boolean> {
  const digits = account.slice(-4);
  return ask(`\nRemove all of this? This cannot be undone. Type yes or ${digits}: `, {
    ...options,
    isYes: (answer) => answer === 'yes' || answer === digits,
    otherwise: 'Nothing was removed',
  });
}
