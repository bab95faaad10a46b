import { randomInt } from 'node:crypto';
import { tasks } from '../checks/tasks.ts';
import { ACCOUNT_OPTIONS } from '../cli/account-options.ts';
import { readOptions, usageFailure } from '../cli/command-options.ts';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../cli/help.ts';
import { SHELLS, type Shell } from '../local/by-hand/shell-settings.ts';
import { PAGE_OPTIONS, pageOptions } from '../local/start/page-options.ts';

import { tasksFor } from './task-order.ts';

export interface LabCommandOptions {
  help: boolean;
  /** Set when the shell's settings are asked for. */
  env?: Shell;
  reset: boolean;
  yes: boolean;
  /** The task to do, or to show. */
  solve?: string;
  show?: string;
  /** Whether these two work on the account of the current credentials. */
  aws: boolean;
  break: boolean;
  /** Chooses the fault. */
  seed: number;
  hint: boolean;
  giveUp: boolean;
  email: string;
  /** Whether the live page is served beside the lab. */
  page: boolean;
  pagePort?: number;
  region?: string;
  profile?: string;
}

const EMAIL = 'learner@example.com';

const COMMAND = {
  script: 'lab',
  about:
    'Starts an empty account on your machine, in which you do the lab by hand. It keeps your work in .local/lab and runs until Ctrl-C.',
  options: {
    env: {
      ...{ type: 'string', value: '[SHELL]' },
      text: `print the commands that make aws reach the lab, for ${SHELLS.join(', ')} (default: bash)`,
    },
    reset: { type: 'boolean', text: 'remove your work and start over. It asks first' },
    solve: {
      ...{ type: 'string', value: 'TASK' },
      text: "do a task, such as 3.1, and everything it needs, or 'all'. It prints the commands",
    },
    show: {
      type: 'string',
      value: 'TASK',
      text: 'only print the commands of a task and of everything it needs',
    },
    aws: {
      type: 'boolean',
      text: 'with --solve or --show: use the AWS account of your current credentials. It asks first',
    },
    email: { type: 'string', value: 'ADDRESS', text: `address for task 9 (default: ${EMAIL})` },
    break: {
      type: 'boolean',
      text: 'put one fault into the lab, without saying which: find it and repair it',
    },
    seed: { type: 'string', value: 'N', text: 'with --break: choose the fault' },
    hint: { type: 'boolean', text: 'reveal a little about the fault, and more each time' },
    'give-up': { type: 'boolean', text: 'show the fault and repair it' },
    region: ACCOUNT_OPTIONS.region,
    profile: ACCOUNT_OPTIONS.profile,
    ...PAGE_OPTIONS,
    yes: { type: 'boolean', short: 'y', text: 'do not ask' },
    help: HELP_OPTION,
  },
  examples: [
    'npm run lab',
    'eval "$(npm run --silent lab -- --env)"',
    'npm run lab -- --solve 3.1',
    'npm run lab -- --reset',
  ],
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/** Parses the options of `npm run lab`. @throws Failure for a wrong option. */
export function parseLabOptions(args: readonly string[]): LabCommandOptions {
  const { values } = readOptions({ ...COMMAND, args: withDefaultShell(args) });
  const { env, help = false, reset = false, yes = false, aws = false, email = EMAIL, ...more } = values;
  const { break: breaks = false, hint = false, 'give-up': giveUp = false, seed, ...others } = more;
  const { 'no-page': noPage, 'page-port': pagePort, ...rest } = others;
  const options = {
    ...{ help, reset, yes, aws, email, break: breaks, hint, giveUp, seed: parseSeed(seed) },
    ...rest,
    ...pageOptions('lab', { 'no-page': noPage, 'page-port': pagePort }),
    ...(env !== undefined && { env: parseShell(env) }),
  };
  refuseContradictions(options);
  return options;
}

function refuseContradictions(options: LabCommandOptions): void {
  const { solve, show, aws, region, profile, reset, break: breaks, hint, giveUp, env } = options;
  const asked = solve ?? show;
  if (asked !== undefined && tasksFor(asked).length === 0) {
    const known = [...tasks.map(({ id }) => id), 'all'].join(', ');
    throw usageFailure('lab', `Expected a task: ${known}. Found '${asked}'.`);
  }
  const modes = [solve, show, reset, breaks, hint, giveUp, env].filter(
    (mode) => mode !== undefined && mode !== false,
  );
  if (modes.length > 1)
    throw usageFailure(
      'lab',
      '--solve, --show, --break, --hint, --give-up, --env and --reset cannot be combined.',
    );
  if (aws && asked === undefined) throw usageFailure('lab', '--aws needs --solve or --show.');
  if (!aws && (region ?? profile) !== undefined)
    throw usageFailure(
      'lab',
      '--region and --profile need --aws. The lab on this machine has one account and region.',
    );
}

/** The value of `--env` is optional, which `parseArgs` does not know. */
function withDefaultShell(args: readonly string[]): string[] {
  const at = args.indexOf('--env');
  const next = args[at + 1];
  if (at < 0 || (next !== undefined && !next.startsWith('-'))) return [...args];
  return args.toSpliced(at + 1, 0, SHELLS[0]);
}

function parseSeed(text: string | undefined): number {
  if (text === undefined) return randomInt(2 ** 31);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usageFailure('lab', `--seed must be a whole number of at most nine digits, but it is '${text}'.`);
}

function parseShell(name: string): Shell {
  const shell = SHELLS.find((known) => known === name || (known === 'powershell' && name === 'pwsh'));
  if (shell !== undefined) return shell;
  throw usageFailure('lab', `--env must be one of ${SHELLS.join(', ')}, but it is '${name}'.`);
}
