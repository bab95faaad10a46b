import path from 'node:path';
import { root } from '../../local/set-up/project.mjs';
import { mutants } from './mutants.ts';
import { rightWays } from './right-ways.ts';
import { taskOf } from './set-up.ts';
import { hintsIn } from './transcript.ts';
import { readTranscript } from './transcript-files.ts';

/** Where the table is. */
export const TABLE = path.join(root, 'docs/mutants.md');

/** All set-ups as Markdown: for a mutant the task that loses points, and what the grader says, from the transcripts. */
export function renderTable(): string {
  const rows = mutants.map(({ name, mistake, fails: [first, ...more] }) => {
    const hint = hintsIn(readTranscript(name)).get(first) ?? '';
    const tasks = [...new Set([first, ...more].map(taskOf))].join(', ');
    return row([mistake, tasks, hint]);
  });
  const rightRows = rightWays.map(({ difference, advice = [] }) => row([difference, advice.join(', ')]));
  return `# Mutants

Written by \`npm run corpus:write\` from [the corpus](../checks/corpus/) and its transcripts: change it there.

## ${mutants.length} labs with one mistake, or not finished
Each is made in an account of its own, graded for real, and loses points in the tasks named and in no other; what depends
on them is blocked. The hint is the first that the grader gives.

| mistake | task | hint |
| --- | --- | --- |
${rows.join('\n')}

## ${rightWays.length} labs without one
Each gets all 110 points.

| difference from the lab's letters | advice |
| --- | --- |
${rightRows.join('\n')}
`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
