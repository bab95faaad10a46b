import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../cli/failure.mjs';
import { startLeashed } from '../../cli/leashed.ts';
import { localFolder, root, toolCommand } from '../../cli/project.mjs';
import { withSamTemporary } from './sam-temporary.ts';

export interface SamOptions {
  env: NodeJS.ProcessEnv;
  /** Gets each line of output while the command runs. */
  onLine?: (line: string) => void;
}

/** The output of a command. */
export interface SamOutput {
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of the SAM CLI in the project's folder. It writes the output to `.local/logs/sam-<command>.log`.
 * @throws Failure with the important lines of the output.
 */
export async function runSam(args: readonly string[], { env, onLine }: SamOptions): Promise<SamOutput> {
  const log = path.join(localFolder, 'logs', `sam-${args[0]}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  const { exitCode, all, stdout, stderr } = await withSamTemporary(async (TMPDIR) => {
    const options = {
      // SAM's tables are as wide as the terminal. A wide table keeps the name of a resource and its error on one line.
      env: { ...env, COLUMNS: '200', TMPDIR },
      cwd: root,
      all: true,
    } as const;
    // On SIGTERM, SAM would leave the container of `sam local invoke` running.
    const sam = startLeashed(toolCommand('sam'), args, options, 'SIGINT');
    sam.all.pipe(createWriteStream(log));
    if (onLine) {
      for await (const line of sam.iterable({ from: 'all' })) if (line.trim()) onLine(line.trim());
    }
    return sam;
  });
  if (exitCode === 0) return { stdout, stderr };
  throw new Failure({
    code: 'sam-failed',
    problem: `'sam ${args[0]}' failed with exit status ${exitCode}.`,
    fix: `less ${path.relative(root, log)}   # its full output`,
    detail: telling(all.trim().split('\n')).join('\n'),
  });
}

/** Returns the lines that name the error, or the last lines when there are none. */
function telling(lines: string[]): string[] {
  const failed = lines
    .filter((line) => /_FAILED|^Error|Error:/.test(line))
    .map((line) => line.replace(/ {2,}/g, '  '));
  return failed.length > 0 ? failed.slice(0, 8) : lines.slice(-8);
}
