import { ACCOUNT_OPTIONS } from '../cli/account-options.ts';
import { readOptions, usageFailure } from '../cli/command-options.ts';
import type { Failure } from '../cli/failure.mjs';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../cli/help.ts';
import { FORMATS, type Format } from './formats.ts';
import { isPartOf } from './grade.ts';
import { tasks } from './tasks.ts';

export interface Destination {
  format: Format;
  /** Default: standard output. */
  file?: string;
}

export interface CheckOptions {
  help: boolean;
  local: boolean;
  /** Which lab `--local` grades, if two are up. */
  which?: string;
  readOnly: boolean;
  watch: boolean;
  showAccount: boolean;
  /** Ids of tasks as the user gave them: `2` or `2.1`. */
  tasks: string[];
  /** Ids of tasks that are removed from the points and the maximum. */
  without: string[];
  stack?: string;
  bucket?: string;
  topic?: string;
  region?: string;
  profile?: string;
  save?: string;
  from?: string;
  destinations: Destination[];
  /** Seconds after which the grader stops waiting. */
  timeout: number;
}

const COMMAND = {
  script: 'check',
  about: 'Grades the lab in the AWS account of your current credentials and region.',
  options: {
    local: { type: 'boolean', text: "grade the embedded AWS that 'npm run lab' or 'npm start' runs" },
    which: ACCOUNT_OPTIONS.which,
    'read-only': { type: 'boolean', text: 'write nothing: send no test message and upload no picture' },
    task: {
      ...{ type: 'string', value: 'ID', multiple: true },
      text: 'grade only this task, such as 3 or 2.1 (can be repeated)',
    },
    without: {
      ...{ type: 'string', value: 'ID', multiple: true },
      text: 'remove this task from the points and the maximum, such as 4 in an account that allows no new roles (can be repeated)',
    },
    watch: {
      type: 'boolean',
      text: 'read the account every ten seconds and show changes; send the probe again after a change or on a key press. Each probe sends you two emails once task 9 is confirmed',
    },
    stack: { type: 'string', value: 'NAME', text: "stack that 'sam deploy' created" },
    topic: { type: 'string', value: 'NAME', text: 'topic of the lab (name or ARN), if there are several' },
    bucket: { type: 'string', value: 'NAME', text: 'bucket of the lab, if there are several' },
    region: ACCOUNT_OPTIONS.region,
    profile: ACCOUNT_OPTIONS.profile,
    format: {
      ...{ type: 'string', value: 'F[=FILE]', multiple: true },
      text: `${FORMATS.join(', ')} (can be repeated); without FILE it is printed`,
    },
    save: { type: 'string', value: 'FILE', text: 'save the facts, to grade them again without credentials' },
    from: { type: 'string', value: 'FILE', text: 'grade saved facts' },
    'show-account': { type: 'boolean', text: 'do not mask account ids in files and reports' },
    timeout: { type: 'string', value: 'SECONDS', text: 'stop waiting after this time (default: 120)' },
    help: HELP_OPTION,
  },
  examples: [
    'npm run check -- --local',
    'npm run check -- --task 2 --task 3.1',
    'npm run check -- --format terminal --format html=grade.html',
    'npm run check -- --read-only --save facts.json',
    'npm run check -- --from facts.json --format markdown',
  ],
  exitStatus: '0 if all required tasks pass, 1 if not, 2 if it could not grade.',
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/**
 * Parses the options of `npm run check`.
 * @throws Failure that names the option, what was expected and what was found.
 */
export function parseCheckOptions(args: readonly string[]): CheckOptions {
  const {
    task = [],
    without = [],
    format = [],
    timeout,
    ...values
  } = readOptions({ ...COMMAND, args }).values;
  const { 'read-only': readOnly = false, 'show-account': showAccount = false, ...rest } = values;
  const { help = false, local = false, watch = false, ...names } = rest;
  const options: CheckOptions = {
    ...{ help, local, watch, readOnly, showAccount },
    ...names,
    tasks: task.map((id) => parseTask(id, '--task')),
    without: parseWithout(without, task),
    destinations: format.length > 0 ? format.map(parseDestination) : [{ format: 'terminal' }],
    timeout: timeout === undefined ? 120 : parseTimeout(timeout),
  };
  refuseContradictions(options);
  return options;
}

/**
 * Parses `--without`.
 * @throws Failure when a task is unknown, or when no task of `--task` is left.
 */
export function parseWithout(
  without: readonly string[],
  only: readonly string[],
  script = 'check',
): string[] {
  const removed = without.map((id) => parseTask(id, '--without', script));
  const isLeft = tasks.some(
    ({ id }) =>
      (only.length === 0 || only.some((asked) => isPartOf(id, asked))) &&
      !removed.some((asked) => isPartOf(id, asked)),
  );
  if (isLeft) return removed;
  throw usageFailure(
    script,
    `--without ${removed.join(' --without ')} leaves no task to grade. Leave one of them out.`,
  );
}

/** @throws Failure when there is no such task. */
export function parseTask(id: string, option: string, script = 'check'): string {
  if (tasks.some((task) => isPartOf(task.id, id))) return id;
  const known = tasks.map((task) => task.id).join(', ');
  throw usageFailure(
    script,
    `${option} must be one of ${known}, or a whole task such as 2, but it is '${id}'.`,
  );
}

function parseDestination(text: string): Destination {
  const [name, ...rest] = text.split('=');
  const file = rest.join('=');
  const format = FORMATS.find((known) => known === name);
  if (format === undefined) {
    throw usage(
      `--format must be one of ${FORMATS.join(', ')}, followed by =FILE to write a file, but it is '${text}'.`,
    );
  }
  return file === '' ? { format } : { format, file };
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 5 && seconds <= 3600) return seconds;
  throw usage(`--timeout must be a number of seconds from 5 to 3600, but it is '${text}'.`);
}

function refuseContradictions(options: CheckOptions): void {
  const { local, profile, region, from, save, watch, destinations } = options;
  if (local && (profile ?? region) !== undefined) {
    throw usage('--local grades the embedded AWS, so --profile and --region cannot be used with it.');
  }
  if (from !== undefined && (local || watch)) {
    throw usage('--from grades a file, so --local and --watch cannot be used with it.');
  }
  if (destinations.filter(({ file }) => file === undefined).length > 1) {
    throw usage(
      'Only one --format can be printed. Give the others a file, such as --format json=grade.json.',
    );
  }
  const files = [...destinations.map(({ file }) => file), save].filter((file) => file !== undefined);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw usage(`${twice} would be written twice. Give each output its own file.`);
}

function usage(problem: string): Failure {
  return usageFailure('check', problem);
}
