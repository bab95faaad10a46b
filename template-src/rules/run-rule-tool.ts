import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { Failure } from '../../local/set-up/failure.mjs';
import {
  requirementsFile,
  root,
  type ToolName,
  toolCommand,
  toolFolder,
} from '../../local/set-up/project.mjs';

interface Run {
  args: readonly string[];
  /** It works in here, and finds no configuration of the user's. */
  folder: string;
  executable?: string;
  input?: string;
}

/**
 * Runs a rule set, whose exit status only says whether it found something.
 * @returns what it printed
 * @throws Failure when it printed nothing, with what it said to standard error
 */
export async function runRuleTool(
  tool: ToolName,
  { args, folder, executable = tool, input = '' }: Run,
): Promise<string> {
  const { stdout, stderr } = await execa(toolCommand(tool, executable), args, {
    cwd: folder,
    input,
    // Nothing of the user's: no keys of Checkov's service, no configuration in the home folder.
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

/** What a rule set that broke off leaves to be told. */
export function saidNothing(tool: ToolName, detail: string): Failure {
  return new Failure({
    code: 'rules-not-checked',
    problem: `Expected ${tool} to say what it found in the template, and it said nothing that can be read.`,
    fix: `rm -r ${path.relative(root, toolFolder(tool))}   # the next time it is set up anew`,
    detail: detail.trim().split('\n').slice(-8).join('\n'),
  });
}

/** The version of a package that the environment of a tool was made with. */
export function versionOf(tool: ToolName, name: string): string {
  const locked = readFileSync(requirementsFile(tool), 'utf8');
  const [, version] = locked.match(new RegExp(`^${name}==(\\S+)`, 'm')) ?? [];
  if (version === undefined)
    throw new Error(`Expected ${name} in ${requirementsFile(tool)}: npm run lock:python`);
  return version;
}
