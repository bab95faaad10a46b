import { parseTask, parseWithout } from '../checks/options.ts';
import { ACCOUNT_OPTIONS, refuseTwoAccounts } from '../cli/account-options.ts';
import { readOptions, usageFailure } from '../cli/command-options.ts';
import type { Failure } from '../cli/failure.mjs';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../cli/help.ts';
import { parseDeadline } from './deadline.ts';

export const GRADEBOOKS = ['plain', 'canvas', 'moodle'] as const;
export type GradebookKind = (typeof GRADEBOOKS)[number];

/** Who is graded again: everybody, those with errors, those without full marks, or one learner. */
export type Again = { kind: 'none' | 'all' | 'errors' | 'failed' } | { kind: 'one'; id: string };

export interface ClassOptions {
  help: boolean;
  /** As the user typed it. Absent with `--demo`. */
  roster?: string;
  out: string;
  checkRoster: boolean;
  /** The number of learners of a made-up class. */
  demo?: number;
  readOnly: boolean;
  atOnce: number;
  /** Seconds for each learner. */
  timeout: number;
  again: Again;
  tasks: string[];
  /** Ids of tasks that are removed from the points and the maximum. */
  without: string[];
  gradebook: GradebookKind;
  title: string;
  /** The id of the assignment in Canvas. */
  canvasAssignment?: string;
  counts: 'best' | 'last';
  /** ISO 8601 in UTC. */
  deadline?: string;
  byHand: boolean;
  local: boolean;
  which?: string;
  region?: string;
  profile?: string;
}

const COMMAND = {
  script: 'class',
  synopsis: '-- roster.csv [options]',
  about:
    'Grades the labs of a class, many learners side by side. It writes a gradebook and a page of the class to a folder. The same command continues after Ctrl-C. docs/teaching.md explains the roster.',
  options: {
    out: {
      type: 'string',
      value: 'DIR',
      text: 'folder for the results (default: grades, or demo-class with --demo)',
    },
    'check-roster': {
      type: 'boolean',
      text: 'only check the roster and try each way in; grade nobody',
    },
    demo: {
      ...{ type: 'string', value: 'N' },
      text: 'create N learners on the embedded AWS, at all stages and with all kinds of mistakes, and grade them',
    },
    probe: {
      type: 'boolean',
      text: 'also send a test message and a picture through each lab, and remove both (default: read only)',
    },
    'at-once': { type: 'string', value: 'N', text: 'learners that are graded side by side (default: 8)' },
    timeout: { type: 'string', value: 'SECONDS', text: 'longest time for one learner (default: 180)' },
    again: {
      ...{ type: 'string', value: 'WHO' },
      text: 'grade again: all, errors, failed (no full marks), or the id of a learner',
    },
    task: {
      ...{ type: 'string', value: 'ID', multiple: true },
      text: 'grade only this task, such as 3 or 2.1 (can be repeated)',
    },
    without: {
      ...{ type: 'string', value: 'ID', multiple: true },
      text: 'remove this task from the points and the maximum, such as 4 in accounts that allow no new roles (can be repeated)',
    },
    gradebook: {
      ...{ type: 'string', value: 'KIND' },
      text: `form of gradebook.csv: ${GRADEBOOKS.join(', ')} (default: plain)`,
    },
    title: { type: 'string', value: 'TEXT', text: 'title of the assignment (default: Serverless image lab)' },
    'canvas-assignment': { type: 'string', value: 'ID', text: 'id of the assignment in Canvas' },
    counts: {
      ...{ type: 'string', value: 'WHICH' },
      text: 'which grade counts after several: best or last (default: last)',
    },
    deadline: {
      ...{ type: 'string', value: 'TIME' },
      text: 'deadline for learners without one in the roster, such as 2026-12-24T18:00Z',
    },
    'by-hand': {
      type: 'boolean',
      text: 'the lab was to be built by hand: flag labs that a stack created at once',
    },
    ...ACCOUNT_OPTIONS,
    help: HELP_OPTION,
  },
  examples: [
    'npm run class -- --demo 30',
    'npm run class -- roster.csv --check-roster',
    'npm run class -- roster.csv --gradebook canvas --canvas-assignment 77',
    'npm run class -- roster.csv --out week-4 --again errors',
  ],
  exitStatus: '0 if everybody was graded or has not begun, 2 if somebody could not be graded.',
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/**
 * Parses the options of `npm run class`.
 * @throws Failure that names the option, what was expected and what was found.
 */
export function parseClassOptions(args: readonly string[]): ClassOptions {
  const { values, positionals } = readOptions({ ...COMMAND, args, allowPositionals: true });
  const { help = false, local = false, which, region, profile, out, title, deadline } = values;
  const { task = [], without = [] } = values;
  const roster = positionals[0];
  if (positionals.length > 1)
    throw usage(
      `Only one roster can be graded, but ${positionals.length} are given: ${positionals.join(', ')}.`,
    );
  const canvasAssignment = values['canvas-assignment'];
  const at = deadline === undefined ? undefined : parseDeadline(deadline);
  if (at && 'problem' in at) throw usage(`--deadline: ${at.problem}`);
  const options: ClassOptions = {
    ...{ help, local, readOnly: !(values.probe ?? false), checkRoster: values['check-roster'] ?? false },
    ...{
      byHand: values['by-hand'] ?? false,
      tasks: task.map((id) => parseTask(id, '--task', 'class')),
      again: parseAgain(values.again),
    },
    without: parseWithout(without, task, 'class'),
    out: out ?? (values.demo === undefined ? 'grades' : 'demo-class'),
    atOnce: parseNumber('at-once', values['at-once'], { fallback: 8, least: 1, most: 100 }),
    timeout: parseNumber('timeout', values.timeout, { fallback: 180, least: 5, most: 3600 }),
    gradebook: parseOneOf('gradebook', values.gradebook, GRADEBOOKS),
    title: title ?? 'Serverless image lab',
    counts: parseOneOf('counts', values.counts, ['last', 'best'] as const),
    ...(roster !== undefined && { roster }),
    ...(values.demo !== undefined && {
      demo: parseNumber('demo', values.demo, { fallback: 30, least: 1, most: 500 }),
    }),
    ...(canvasAssignment !== undefined && { canvasAssignment }),
    ...(at && { deadline: at.at }),
    ...(which !== undefined && { which }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
  if (!help) refuseContradictions(options);
  return options;
}

function refuseContradictions(options: ClassOptions): void {
  const { roster, demo, gradebook, canvasAssignment, checkRoster, local, profile, region } = options;
  refuseTwoAccounts('class', options);
  if (
    demo !== undefined &&
    (roster !== undefined || checkRoster || local || (profile ?? region) !== undefined)
  )
    throw usage('--demo makes a class of its own, so no roster and no other account can be used with it.');
  if (demo === undefined && roster === undefined) throw usage('Expected the path of a roster, found none.');
  if (gradebook === 'canvas' && !/^\d+$/.test(canvasAssignment ?? '')) {
    const found = canvasAssignment === undefined ? 'it is missing' : `it is '${canvasAssignment}'`;
    throw usage(
      `--gradebook canvas needs --canvas-assignment with the number in the assignment's URL, but ${found}.`,
    );
  }
}

function parseAgain(text: string | undefined): Again {
  if (text === undefined) return { kind: 'none' };
  if (text === 'all' || text === 'errors' || text === 'failed') return { kind: text };
  return { kind: 'one', id: text };
}

interface Bounds {
  fallback: number;
  least: number;
  most: number;
}

function parseNumber(name: string, text: string | undefined, { fallback, least, most }: Bounds): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw usage(`--${name} must be a whole number from ${least} to ${most}, but it is '${text}'.`);
}

function parseOneOf<T extends string>(name: string, text: string | undefined, all: readonly [T, ...T[]]): T {
  const found = text === undefined ? all[0] : all.find((one) => one === text);
  if (found === undefined) throw usage(`--${name} must be one of ${all.join(', ')}, but it is '${text}'.`);
  return found;
}

function usage(problem: string): Failure {
  return usageFailure('class', problem);
}
