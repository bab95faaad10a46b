import path from 'node:path';
import { root } from '../../cli/project.mjs';
import { mutants } from '../../solve/faults/mutants.ts';
import { taskOf } from '../../solve/faults/set-up.ts';
import { rightWays } from './right-ways.ts';
import { hintsIn } from './transcript.ts';
import { readTranscript } from './transcript-files.ts';

/** The path of the table. */
export const TABLE = path.join(root, 'docs/mutants.md');

/**
 * Renders all set-ups as Markdown. A mutant's row shows the tasks that lose points, and the grader's first hint from
 * its transcript.
 */
export function renderTable(): string {
  const rows = mutants.map((mutant) => {
    const { mistake, fails } = mutant;
    const [first, ...more] = fails;
    const hint = hintsIn(readTranscript(mutant)).get(first) ?? '';
    const tasks = [...new Set([first, ...more].map(taskOf))].join(', ');
    return row([mistake, tasks, hint]);
  });
  const rightRows = rightWays.map(({ difference, advice = [] }) => row([difference, advice.join(', ')]));
  return `# Mutants

\`npm run make:corpus\` writes this page from [the corpus](../test/corpus/) and its transcripts. Do not edit this page.

## ${mutants.length} labs that are unfinished or have a mistake
A test builds each of these labs in its own account and grades it. The lab loses points only in the tasks named here.
Steps that depend on them are blocked. The table shows the grader's first hint.

| mistake | task | hint |
| --- | --- | --- |
${rows.join('\n')}

## ${rightWays.length} labs without a mistake
Each of these labs differs from the instructions and still earns all 110 points.

| difference from the instructions | advice |
| --- | --- |
${rightRows.join('\n')}
`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
