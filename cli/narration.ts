import { cleanText } from './clean-text.mjs';
import { showStep } from './progress.ts';

/**
 * Shows the progress of some work. On a terminal it is a live line. Otherwise it is written to standard error, so that standard
 * output contains only the report.
 */
export async function narrate<T>(
  title: string,
  work: (say: (line: string) => void) => Promise<T>,
): Promise<T> {
  if (process.stdout.isTTY) return showStep(title, work);
  return work((line) => console.error(cleanText(line)));
}
