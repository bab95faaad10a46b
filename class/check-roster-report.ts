import { cleanText } from '../cli/clean-text.mjs';
import { checkRoster } from './check-roster.ts';
import type { Roster } from './roster.ts';

/** `--check-roster`: tries each way in and prints what does not work. @returns the exit status. */
export async function runCheckRoster(
  { learners }: Roster,
  place: Parameters<typeof checkRoster>[1],
): Promise<number> {
  const { good, none, problems } = await checkRoster(learners, place);
  for (const { learner, problem } of problems)
    console.log(`✗ line ${learner.line}: ${cleanText(`${learner.id}: ${problem}`)}`);
  for (const { id, line } of none)
    console.log(`○ line ${line}: ${cleanText(id)}: the roster names no way into an account.`);
  const parts = [
    `${good} of ${learners.length} ways in work.`,
    ...(problems.length > 0 ? [`${problems.length} with a problem.`] : []),
    ...(none.length > 0 ? [`${none.length} without a way in.`] : []),
  ];
  console.log(parts.join(' '));
  return problems.length > 0 ? 2 : 0;
}
