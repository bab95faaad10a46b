import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';

/** What a block of commands printed. */
export interface Ran {
  stdout: string;
  stderr: string;
  /** The commands that failed, as bash reports them. Empty when all succeeded. */
  failed: string[];
}

/** One bash that keeps its variables from block to block, as a learner's terminal does. */
export interface Shell {
  run(commands: string): Promise<Ran>;
  /** Ends the shell. */
  end(): void;
}

const END = 'workbook-block-ended';
const FAILED = 'workbook-command-failed ';

interface ShellOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Folder for the block that it reads. */
  scratch: string;
}

/** Starts a bash. It ends when this process ends, because its input ends then. */
export function startShell({ cwd, env, scratch }: ShellOptions): Shell {
  const options = { cwd, env, extendEnv: false, buffer: false, reject: false } as const;
  const bash = execa('bash', ['--noprofile', '--norc'], options);
  const ended = bash.then(() => Promise.reject(new Error('Expected the shell to stay open, but it ended.')));
  ended.catch(() => {});
  bash.stdin.write(`set -o errtrace\ntrap 'echo "${FAILED}$BASH_COMMAND" >&2' ERR\n`);
  const file = path.join(scratch, 'block.sh');

  async function run(commands: string): Promise<Ran> {
    writeFileSync(file, commands);
    const [stdout, stderr] = [untilEnd(bash.stdout), untilEnd(bash.stderr)];
    // Commands must not read the shell's own input.
    bash.stdin.write(`. '${file}' </dev/null\necho; echo ${END}; { echo; echo ${END}; } >&2\n`);
    const texts = await Promise.race([Promise.all([stdout, stderr]), ended]);
    const lines = texts[1].split('\n');
    const failed = lines.filter((line) => line.startsWith(FAILED)).map((line) => line.slice(FAILED.length));
    return { stdout: texts[0], stderr: texts[1], failed };
  }
  return { run, end: () => bash.stdin.end() };
}

/** Collects the output until the line that ends a block. */
function untilEnd(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const add = (chunk: Buffer) => {
      text += chunk;
      const end = text.indexOf(`\n${END}\n`);
      if (end === -1) return;
      stream.off('data', add);
      resolve(text.slice(0, end));
    };
    stream.on('data', add);
  });
}
