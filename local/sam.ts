import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startLeashed } from './leashed.ts';
import { Failure } from './set-up/failure.mjs';
import { localFolder, root, toolCommand } from './set-up/project.mjs';

export interface SamOptions {
  env: NodeJS.ProcessEnv;
  /** Gets each line while the command works. */
  onLine?: (line: string) => void;
}

/** What a command printed. */
export interface SamOutput {
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of the SAM CLI in the project's folder; what it prints goes to `.local/logs/sam-<command>.log`.
 * @throws Failure with the end of what it printed.
 */
export async function runSam(args: readonly string[], { env, onLine }: SamOptions): Promise<SamOutput> {
  const log = path.join(localFolder, 'logs', `sam-${args[0]}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  // Of each deployment it leaves empty folders there.
  const temporary = mkdtempSync(path.join(localFolder, 'sam-'));
  const options = {
    // Its tables have the terminal's width: wide ones keep a resource's name and its trouble on one line.
    env: { ...env, COLUMNS: '200', TMPDIR: temporary },
    cwd: root,
    all: true,
  } as const;
  // On SIGTERM it would leave the container of `sam local invoke` running.
  const sam = startLeashed(toolCommand('sam'), args, options, 'SIGINT');
  sam.all.pipe(createWriteStream(log));
  if (onLine) {
    for await (const line of sam.iterable({ from: 'all' })) if (line.trim()) onLine(line.trim());
  }
  const { exitCode, all, stdout, stderr } = await sam;
  rmSync(temporary, { recursive: true, force: true });
  if (exitCode === 0) return { stdout, stderr };
  throw new Failure({
    code: 'sam-failed',
    problem: `'sam ${args[0]}' failed with status ${exitCode}.`,
    fix: `less ${path.relative(root, log)}   # all that it printed`,
    detail: telling(all.trim().split('\n')).join('\n'),
  });
}

/** The lines that name what failed; the last ones when there are none. */
function telling(lines: string[]): string[] {
  const failed = lines
    .filter((line) => /_FAILED|^Error|Error:/.test(line))
    .map((line) => line.replace(/ {2,}/g, '  '));
  return failed.length > 0 ? failed.slice(0, 8) : lines.slice(-8);
}
