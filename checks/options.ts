import { parseArgs } from 'node:util';
import { Failure } from '../local/set-up/failure.mjs';
import { FORMATS, type Format } from './formats.ts';
import { isPartOf } from './grade.ts';
import { tasks } from './tasks.ts';

export interface Destination {
  format: Format;
  /** Standard output when there is none. */
  file?: string;
}

export interface CheckOptions {
  help: boolean;
  local: boolean;
  readOnly: boolean;
  watch: boolean;
  showAccount: boolean;
  /** Ids of tasks, as asked: `2` or `2.1`. */
  tasks: string[];
  stack?: string;
  bucket?: string;
  topic?: string;
  region?: string;
  profile?: string;
  save?: string;
  from?: string;
  destinations: Destination[];
  /** Seconds after which the grader gives up. */
  timeout: number;
}

export const USAGE = `npm run check [-- options]

  Grades the lab in the AWS account of your current credentials and region.

  --local             the embedded AWS that 'npm start' runs, instead
  --task ID           only this task: 3, or 2.1; may be given several times
  --read-only         write nothing: no test message, no picture
  --watch             grade again on a key or every ten seconds; show changes
  --stack NAME        the stack that 'sam deploy' made
  --topic NAME        the topic, by name or ARN, when several could be meant
  --bucket NAME       the bucket
  --region REGION     instead of your profile's own
  --profile NAME      a profile of your AWS configuration
  --format F[=FILE]   ${FORMATS.slice(0, 5).join(', ')},
                      ${FORMATS.slice(5).join(', ')}; several are fine, each to a file or,
                      without one, to the terminal
  --save FILE         save what was seen, to be graded again without credentials
  --from FILE         grade what was saved
  --show-account      do not mask account ids in what is saved or shared
  --timeout SECONDS   give up after so long (default 120)
  --help              this text

Examples
  npm run check -- --local
  npm run check -- --task 2 --task 3.1
  npm run check -- --format terminal --format html=grade.html
  npm run check -- --read-only --save facts.json
  npm run check -- --from facts.json --format markdown

Exit status: 0 all required tasks pass, 1 not all do, 2 could not grade.`;

/** @throws Failure that names the option, what was expected and what was found. */
export function parseCheckOptions(args: readonly string[]): CheckOptions {
  const { task = [], format = [], timeout, ...values } = parse(args);
  const { 'read-only': readOnly = false, 'show-account': showAccount = false, ...rest } = values;
  const { help = false, local = false, watch = false, ...names } = rest;
  const options: CheckOptions = {
    ...{ help, local, watch, readOnly, showAccount },
    ...names,
    tasks: task.map(parseTask),
    destinations: format.length > 0 ? format.map(parseDestination) : [{ format: 'terminal' }],
    timeout: timeout === undefined ? 120 : parseTimeout(timeout),
  };
  refuseContradictions(options);
  return options;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{
          help: { ...flag, short: 'h' },
          local: flag,
          watch: flag,
          'read-only': flag,
          'show-account': flag,
        },
        ...{ stack: text, bucket: text, topic: text, region: text, profile: text, save: text, from: text },
        ...{ task: { ...text, multiple: true }, format: { ...text, multiple: true }, timeout: text },
      },
    });
    return values;
  } catch (error) {
    const problem = `${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`;
    throw usage(problem);
  }
}

function parseTask(id: string): string {
  if (tasks.some((task) => isPartOf(task.id, id))) return id;
  const known = tasks.map((task) => task.id).join(', ');
  throw usage(`--task is '${id}': expected one of ${known}, or a whole task such as 2.`);
}

function parseDestination(text: string): Destination {
  const [name, ...rest] = text.split('=');
  const file = rest.join('=');
  const format = FORMATS.find((known) => known === name);
  if (format === undefined) {
    throw usage(`--format is '${text}': expected ${FORMATS.join(', ')}, with =FILE behind it for a file.`);
  }
  return file === '' ? { format } : { format, file };
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 5 && seconds <= 3600) return seconds;
  throw usage(`--timeout is '${text}': expected a number of seconds from 5 to 3600.`);
}

function refuseContradictions(options: CheckOptions): void {
  const { local, profile, region, from, save, watch, destinations } = options;
  if (local && (profile ?? region) !== undefined) {
    throw usage('--local is the embedded AWS, which has no profile or region to choose.');
  }
  if (from !== undefined && (local || watch)) {
    throw usage('--from grades a file: it goes without --local and --watch.');
  }
  if (destinations.filter(({ file }) => file === undefined).length > 1) {
    throw usage(
      'Only one --format can go to the terminal: give the others a file, such as --format json=grade.json.',
    );
  }
  const files = [...destinations.map(({ file }) => file), save].filter((file) => file !== undefined);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw usage(`Two things would be written to ${twice}: give each a file of its own.`);
}

function usage(problem: string): Failure {
  return new Failure({ code: 'usage', problem, fix: 'npm run check -- --help' });
}
