import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { explainFailure } from '../failure-causes.mjs';
import { localFolder, logsFolder } from '../project.mjs';

interface Step {
  /** Name of the log. All commands of a step share it. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a command of the set-up and writes its output to `.local/logs/<name>.log`.
 *
 * @throws Failure with the cause, if the output names it, and the last lines of the output
 */
export async function runStep(command: string, args: readonly string[], { name, env }: Step): Promise<void> {
  mkdirSync(logsFolder, { recursive: true });
  const log = path.join(logsFolder, `${name}.log`);
  const options = { env, extendEnv: false, reject: false, all: true, stdin: 'ignore' } as const;
  const sub = execa(command, args, options);
  sub.all.pipe(createWriteStream(log, { flags: 'a' })).on('error', () => {});
  const { failed, all, shortMessage } = await sub;
  if (!failed) return;
  const output = `${all}\n${shortMessage}`;
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('WARNING: Retrying'));
  const detail = lines.slice(-6).join('\n');
  throw explainFailure(`Setting up ${name}`, output, { log, folder: localFolder, detail });
}
