/** The options of `npm run class:deploy`, `class:run` and `class:results`. */

import { parseTask, parseWithout } from '../../checks/options.ts';
import { ACCOUNT_OPTIONS, refuseTwoAccounts } from '../../cli/account-options.ts';
import { readOptions, usageFailure } from '../../cli/command-options.ts';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../../cli/help.ts';
import { parseDeadline } from '../deadline.ts';
import { GRADEBOOKS } from '../options.ts';
import { CLASS_STACK } from './class-stack.ts';
import type { Settings } from './runs.ts';

const STACK = { type: 'string', value: 'NAME', text: `name of the stack (default: ${CLASS_STACK})` } as const;
const COMMON = { stack: STACK, ...ACCOUNT_OPTIONS, help: HELP_OPTION } as const;

interface Common {
  help: boolean;
  stack: string;
  local: boolean;
  which?: string;
  region?: string;
  profile?: string;
}

const DEPLOY = {
  script: 'class:deploy',
  about:
    'Deploys class/grading.yaml, which grades a class of any size on Step Functions and Lambda. docs/class-cloud.md explains it.',
  options: {
    'at-once': {
      type: 'string',
      value: 'N',
      text: 'learners that are graded at the same time (default: 40)',
    },
    'every-hours': {
      ...{ type: 'string', value: 'N' },
      text: "grade the roster of 'class:run --scheduled' again every N hours",
    },
    deadline: { type: 'string', value: 'TIME', text: 'end of the schedule, such as 2026-12-24T18:00Z' },
    email: { type: 'string', value: 'ADDRESS', text: 'gets an email when a run fails' },
    'role-name': {
      type: 'string',
      value: 'NAME',
      text: "name of the grader's role in the learners' accounts",
    },
    estimate: { type: 'string', value: 'N', text: 'only estimate what grading N learners costs' },
    ...COMMON,
  },
  examples: ['npm run class:deploy', 'npm run class:deploy -- --estimate 5000'],
} as const satisfies CommandHelp;

const RUN = {
  script: 'class:run',
  synopsis: '-- roster.csv [options]',
  about:
    'Grades a roster with the stack of class:deploy, and waits for the end. After Ctrl-C the run goes on in the account, and class:results shows it.',
  options: {
    continue: {
      type: 'boolean',
      text: 'continue the newest run after it was stopped or failed; nobody with a result is graded again',
    },
    scheduled: { type: 'boolean', text: 'only make this roster the one that the schedule grades' },
    probe: {
      type: 'boolean',
      text: 'also send a test message and a picture through each lab, and remove both (default: read only)',
    },
    timeout: {
      type: 'string',
      value: 'SECONDS',
      text: 'longest time for one learner, 10 to 240 (default: 180)',
    },
    task: { type: 'string', value: 'ID', multiple: true, text: 'grade only this task (can be repeated)' },
    without: {
      ...{ type: 'string', value: 'ID', multiple: true },
      text: 'remove this task from the points and the maximum (can be repeated)',
    },
    gradebook: {
      ...{ type: 'string', value: 'KIND' },
      text: `form of gradebook.csv: ${GRADEBOOKS.join(', ')} (default: plain)`,
    },
    title: { type: 'string', value: 'TEXT', text: 'title of the assignment (default: Serverless image lab)' },
    'canvas-assignment': { type: 'string', value: 'ID', text: 'id of the assignment in Canvas' },
    deadline: { type: 'string', value: 'TIME', text: 'deadline for learners without one in the roster' },
    ...COMMON,
  },
  examples: ['npm run class:run -- roster.csv', 'npm run class:run -- --continue'],
  exitStatus: '0 if everybody was graded or has not begun, 2 if somebody could not be graded.',
} as const satisfies CommandHelp;

const RESULTS = {
  script: 'class:results',
  about: 'Shows how far the newest run is, and saves the gradebook and the pages when it has ended.',
  options: {
    out: { type: 'string', value: 'DIR', text: 'folder for the results (default: grades)' },
    run: { type: 'string', value: 'RUN', text: 'another run than the newest one' },
    ...COMMON,
  },
  examples: ['npm run class:results -- --out grades'],
  exitStatus: '0 if the results were saved, 1 if the run has not ended.',
} as const satisfies CommandHelp;

export const DEPLOY_USAGE = renderHelp(DEPLOY);
export const RUN_USAGE = renderHelp(RUN);
export const RESULTS_USAGE = renderHelp(RESULTS);

export interface DeployOptions extends Common {
  /** Parameters of the template that the user chose. */
  parameters: Record<string, string>;
  estimate?: number;
}

export function parseDeployOptions(args: readonly string[]): DeployOptions {
  const { values } = readOptions({ ...DEPLOY, args });
  const { 'at-once': atOnce, 'role-name': role, 'every-hours': hours, deadline, email, estimate } = values;
  const parameters = {
    ...(atOnce !== undefined && { AtOnce: String(wholeNumber('class:deploy', 'at-once', atOnce, 1, 1000)) }),
    ...(hours !== undefined && {
      Schedule: everyHours(wholeNumber('class:deploy', 'every-hours', hours, 1, 744)),
    }),
    // EventBridge Scheduler takes no fractions of a second.
    ...(deadline !== undefined && { Deadline: deadlineOf('class:deploy', deadline).replace(/\.\d+/, '') }),
    ...(email !== undefined && { AlarmEmailAddress: email }),
    ...(role !== undefined && { GraderRoleName: role }),
  };
  const learners =
    estimate === undefined
      ? {}
      : { estimate: wholeNumber('class:deploy', 'estimate', estimate, 1, 1_000_000) };
  return { ...common('class:deploy', values), parameters, ...learners };
}

export interface RunOptions extends Common {
  /** As the user typed it; absent with `--continue`. */
  roster?: string;
  scheduled: boolean;
  settings: Settings;
}

export function parseRunOptions(args: readonly string[]): RunOptions {
  const { values, positionals } = readOptions({ ...RUN, args, allowPositionals: true });
  const {
    task = [],
    without = [],
    timeout = '180',
    probe = false,
    gradebook = 'plain',
    title,
    deadline,
  } = values;
  const kind = GRADEBOOKS.find((one) => one === gradebook);
  if (kind === undefined)
    throw usageFailure(
      'class:run',
      `--gradebook must be one of ${GRADEBOOKS.join(', ')}, but it is '${gradebook}'.`,
    );
  const [roster] = positionals;
  const isOne = positionals.length === (values.continue ? 0 : 1);
  if (!isOne && !values.help)
    throw usageFailure(
      'class:run',
      `Expected one roster, or --continue. Found ${positionals.length} rosters.`,
    );
  const canvasAssignment = values['canvas-assignment'];
  const settings: Settings = {
    ...{ readOnly: !probe, gradebook: kind },
    tasks: task.map((id) => parseTask(id, '--task', 'class:run')),
    without: parseWithout(without, task, 'class:run'),
    timeout: wholeNumber('class:run', 'timeout', timeout, 10, 240),
    ...(title !== undefined && { title }),
    ...(canvasAssignment !== undefined && { canvasAssignment }),
    ...(deadline !== undefined && { deadline: deadlineOf('class:run', deadline) }),
  };
  return {
    ...common('class:run', values),
    ...(roster !== undefined && { roster }),
    ...{ scheduled: values.scheduled ?? false, settings },
  };
}

export interface ResultsOptions extends Common {
  out: string;
  run?: string;
}

export function parseResultsOptions(args: readonly string[]): ResultsOptions {
  const { values } = readOptions({ ...RESULTS, args });
  const { out = 'grades', run } = values;
  if (run !== undefined && !/^[\w-]{1,80}$/.test(run))
    throw usageFailure('class:results', `--run must be the name of a run, but it is '${run}'.`);
  return { ...common('class:results', values), out, ...(run !== undefined && { run }) };
}

function common(script: string, values: Partial<Common>): Common {
  const { help = false, local = false, stack = CLASS_STACK, which, region, profile } = values;
  refuseTwoAccounts(script, values);
  const chosen = {
    ...(which !== undefined && { which }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
  return { help, local, stack, ...chosen };
}

/** EventBridge Scheduler wants the singular for one hour. */
function everyHours(hours: number): string {
  return hours === 1 ? 'rate(1 hour)' : `rate(${hours} hours)`;
}

function deadlineOf(script: string, text: string): string {
  const parsed = parseDeadline(text);
  if ('problem' in parsed) throw usageFailure(script, `--deadline: ${parsed.problem}`);
  return parsed.at;
}

function wholeNumber(script: string, name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw usageFailure(
    script,
    `--${name} must be a whole number from ${least} to ${most}, but it is '${text}'.`,
  );
}
