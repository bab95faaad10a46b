import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localFolder, node24, root } from '../../cli/project.mjs';

/** The folder that `--env` puts on PATH. It is beside the learner's work, so that `--reset` does not remove it. */
export const commandFolder = path.join(localFolder, 'lab-commands');

/** Writes the command `aws`, which any shell finds on PATH. */
export function writeAwsCommand(): void {
  mkdirSync(commandFolder, { recursive: true });
  const file = path.join(commandFolder, 'aws');
  const script = path.join(root, 'local/by-hand/aws.ts');
  writeFileSync(file, `#!/bin/sh\nexec ${quoteForShell(node24)} ${quoteForShell(script)} "$@"\n`);
  chmodSync(file, 0o755);
}

/** Quotes a text for sh, bash and zsh. */
export function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
