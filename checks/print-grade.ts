import wrapAnsi from 'wrap-ansi';
import type { Facts } from '../account/facts.ts';
import { writeFacts } from '../account/observe/facts-file.ts';
import { maskAccounts } from '../account/observe/mask.ts';
import { whyNotGraded } from './could-not-grade.ts';
import { render } from './formats.ts';
import type { Grade } from './grade.ts';
import type { CheckOptions, Destination } from './options.ts';
import { scorePhrases } from './report/points.ts';
import { inUsersFolder, outputFiles, saveReport } from './report-files.ts';

/** Prints a grade, and saves the reports and facts that the user asked for. */
export async function printGrade(grade: Grade, facts: Facts, options: CheckOptions): Promise<void> {
  const { save, showAccount, destinations } = options;
  if (save !== undefined) writeFacts(inUsersFolder(save), facts, { showAccount });
  for (const destination of destinations) {
    const { format, file } = destination;
    // One sentence says more than a table of steps that could not be graded.
    if (isForUser(destination) && whyNotGraded(facts, options)) continue;
    // Saved reports may be shared, so account ids are masked in them.
    const shown = isForUser(destination) || showAccount ? grade : maskAccounts(grade, facts.account);
    const text = await render(
      format,
      shown,
      isForUser(destination) && (process.stdout.hasColors?.() ?? false),
    );
    if (file === undefined) console.log(text);
    else saveReport(file, text);
  }
  const saved = outputFiles(options);
  if (saved.length === 0) return;
  // Standard output may be a report, so this goes to standard error.
  console.error(wrapAnsi(`Saved ${saved.join(', ')}: ${scorePhrases(grade).join(' · ')}`, 80));
}

function isForUser({ format, file }: Destination): boolean {
  return format === 'terminal' && file === undefined;
}
