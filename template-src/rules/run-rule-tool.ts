import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { Failure } from '../../cli/failure.mjs';
import { requirementsFile, root, type ToolName, toolCommand, toolFolder } from '../../cli/project.mjs';

interface Run {
  args: readonly string[];
  /** The working directory, without any configuration of the user. */
  folder: string;
  executable?: string;
  input?: string;
}

/**
 * Runs a rule set. Its exit status only says whether it found something.
 * @returns what it printed
 * @throws Failure when it printed nothing, with its standard error
 */
export async function runRuleTool(
  tool: ToolName,
  { args, folder, executable = tool, input = '' }: Run,
): Promise<string> {
  const { stdout, stderr } = await execa(toolCommand(tool, executable), args, {
    cwd: folder,
    input,
    // Nothing of the user: no keys for the service of Checkov, no configuration in the home folder.
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      LANG: 'C.UTF-8',
      AWS_DEFAULT_REGION: 'ap-northeast-1',
    },
    extendEnv: false,
    reject: false,
  });
  if (stdout.trim() === '') throw saidNothing(tool, stderr);
  return stdout;
}

/** The failure of a rule set that printed nothing useful. */
export function saidNothing(tool: ToolName, detail: string): Failure {
  return new Failure({
    code: 'rules-not-checked',
    problem: `Expected the findings of ${tool}, but its output cannot be read.`,
    fix: `rm -r ${path.relative(root, toolFolder(tool))}   # the next run installs it again`,
    detail: detail.trim().split('\n').slice(-8).join('\n'),
  });
}

/** The locked version of a package in the environment of a tool. */
export function versionOf(tool: ToolName, name: string): string {
  const locked = readFileSync(requirementsFile(tool), 'utf8');
  const [, version] = locked.match(new RegExp(`^${name}==(\\S+)`, 'm')) ?? [];
  if (version === undefined)
    throw new Error(`Expected ${name} in ${requirementsFile(tool)}: npm run make:python-lock`);
  return version;
}
