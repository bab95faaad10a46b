import { showStep } from '../local/progress.ts';

/**
 * Shows what is under way: live on a terminal, as lines on standard error elsewhere, so that standard output holds the
 * report and nothing else.
 */
export async function narrate<T>(
  title: string,
  work: (say: (line: string) => void) => Promise<T>,
): Promise<T> {
  if (process.stdout.isTTY) return showStep(title, work);
  return work((line) => console.error(line));
}
