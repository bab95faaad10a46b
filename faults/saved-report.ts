import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { root } from '../local/set-up/project.mjs';
import { RETRY_AFTER } from './bench.ts';
import { type Result, renderMarkdown } from './report.ts';

export const TIME_COMPRESSED = `Time compressed: what failed comes again after ${RETRY_AFTER} seconds, where the template says 180.`;

export interface ReportOptions {
  /** By which it was made. */
  command: string;
  /** All scenarios in their long form: the page in `docs/` is of these only. */
  isWhole: boolean;
  /** In which the embedded AWS is not like AWS: a sentence each. */
  gaps: readonly string[];
}

/** @returns the files, from the project's folder. */
export function saveReport(results: readonly Result[], options: ReportOptions): string[] {
  const page = renderPage(results, options);
  const files: Record<string, string> = {
    'out/faults.md': page,
    'out/faults.json': `${JSON.stringify(results, null, 2)}\n`,
    ...(options.isWhole && { 'docs/faults.md': page }),
  };
  mkdirSync(path.join(root, 'out'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, file), text);
  return Object.keys(files);
}

function renderPage(results: readonly Result[], { command, gaps }: ReportOptions): string {
  const today = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} processors, Node ${process.versions.node}`;
  return `# Nothing is lost: the pipeline while things break

Made on ${today} by \`${command}\` (${machine}). The lab of \`template.yaml\` runs on the embedded AWS with its real functions and with IAM
enforced; things are broken while pictures go through, and then every upload is accounted for at both ends, version by version:
its output is compared byte for byte with what the resizing gives when called directly, or it lies in a dead-letter queue, with
the reason that \`npm run dead-letters\` finds in the log. A scenario in which too little was broken fails, too.

${TIME_COMPRESSED} Five tries are as in the template.

${renderMarkdown(results)}

The embedded AWS is not quite AWS:

${gaps.map((gap) => `- ${gap}`).join('\n')}
- It writes its state as it ends, where AWS writes each message before it answers: it is stopped by a signal that it can hear.
`;
}
