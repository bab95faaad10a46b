import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { root } from '../../cli/project.mjs';
import { DIFFERENCES } from '../../local/emulator/differences.ts';
import { RETRY_AFTER } from './harness.ts';
import { type Result, renderMarkdown } from './report.ts';

export const TIME_COMPRESSED = `Time is compressed: SQS delivers a failed message again after ${RETRY_AFTER} seconds. In the template, this takes 180 seconds.`;

export interface ReportOptions {
  /** The command that made the report. */
  command: string;
  /** Whether all scenarios ran in their long form. Only such a report goes to `docs/`. */
  isWhole: boolean;
}

/** Saves the report. @returns the files, relative to the project's folder. */
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

function renderPage(results: readonly Result[], { command }: ReportOptions): string {
  const today = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} processors, Node ${process.versions.node}`;
  return `# Fault-injection tests: no upload is lost

Made on ${today} by \`${command}\` (${machine}).

These tests cause faults while pictures go through the pipeline, and check that no upload is lost. They deploy \`template.yaml\` to the
embedded AWS, with its real functions and with IAM enforced. Afterwards, they account for every upload in both output folders and for
every version of every output. Each output must equal, byte for byte, the result of calling the resizing directly. Otherwise the
message must be in a dead-letter queue, with the reason that \`npm run dead-letters\` finds in the log. A scenario with too few
faults also fails.

${TIME_COMPRESSED} Messages get five tries, as in the template.

${renderMarkdown(results)}

The embedded AWS differs from AWS:

${DIFFERENCES.map((difference) => `- ${difference}`).join('\n')}
- It saves its state when it ends, whereas AWS saves each message before it answers. So it is stopped with a signal that it can handle.
`;
}
