import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Failure } from '../../local/set-up/failure.mjs';

/** Which dead-letter queues: options that both commands have. */
export interface QueueOptions {
  help: boolean;
  local: boolean;
  stack?: string;
  topic?: string;
  queue?: string;
  region?: string;
  profile?: string;
}

export interface ListOptions extends QueueOptions {
  format: 'terminal' | 'json';
}

export interface RedriveOptions extends QueueOptions {
  yes: boolean;
  /** Messages a second, at most; else SQS decides. */
  rate?: number;
  /** Seconds after which it is not followed any more; else as long as all tries may take. */
  timeout?: number;
}

const WHICH = `  --local             the embedded AWS that 'npm start' runs, instead
  --stack NAME        the stack that 'sam deploy' made
  --topic NAME        the topic, by name or ARN, when several could be meant
  --queue NAME        one queue only: a queue, or its dead-letter queue
  --region REGION     instead of your profile's own
  --profile NAME      a profile of your AWS configuration`;

export const LIST_USAGE = `npm run dead-letters [-- options]

  Lists what lies in the dead-letter queues of the account of your current
  credentials and region, and why. It stays there.

${WHICH}
  --format F          terminal (default) or json
  --help              this text

Exit status: 0 nothing lies there, 1 something does, 2 could not look.`;

export const REDRIVE_USAGE = `npm run redrive [-- options]

  Moves what lies in the dead-letter queues back to where it came from, and
  follows it until all of it is done with. SQS moves a whole queue: to leave
  out single messages is not possible.

${WHICH}
  --rate N            move N messages a second, 1 to 500; else SQS decides
  --timeout SECONDS   stop following after so long; else when all tries of a
                      message are over
  --yes               do not ask
  --help              this text

Exit status: 0 all is done with, 1 something came back, was not moved, or is
still waiting, 2 could not be done.`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const QUEUE_OPTIONS = {
  help: { ...FLAG, short: 'h' },
  ...{ local: FLAG, stack: TEXT, topic: TEXT, queue: TEXT, region: TEXT, profile: TEXT },
} as const satisfies ParseArgsConfig['options'];

/** @throws Failure that names the option, what was expected and what was found. */
export function parseListOptions(args: readonly string[]): ListOptions {
  const { format = 'terminal', ...values } = parse('dead-letters', args, { ...QUEUE_OPTIONS, format: TEXT });
  if (format !== 'terminal' && format !== 'json') {
    throw usage('dead-letters', `--format is '${format}': expected terminal or json.`);
  }
  return { ...requireOneAccount('dead-letters', values), format };
}

/** @throws Failure that names the option, what was expected and what was found. */
export function parseRedriveOptions(args: readonly string[]): RedriveOptions {
  const known = { ...QUEUE_OPTIONS, rate: TEXT, timeout: TEXT, yes: { ...FLAG, short: 'y' } } as const;
  const { rate, timeout, yes = false, ...values } = parse('redrive', args, known);
  return {
    ...requireOneAccount('redrive', values),
    yes,
    ...(rate !== undefined && { rate: parseNumber('--rate', rate, 500) }),
    ...(timeout !== undefined && { timeout: parseNumber('--timeout', timeout, 86_400) }),
  };
}

function parse<O extends ParseArgsConfig['options']>(command: string, args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw usage(command, `${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`);
  }
}

function requireOneAccount(command: string, values: Partial<QueueOptions>): QueueOptions {
  const { help = false, local = false, ...names } = values;
  if (local && (names.profile ?? names.region) !== undefined) {
    throw usage(command, '--local is the embedded AWS, which has no profile or region to choose.');
  }
  return { help, local, ...names };
}

function parseNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw usage('redrive', `${option} is '${text}': expected a whole number from 1 to ${most}.`);
}

function usage(command: string, problem: string): Failure {
  return new Failure({ code: 'usage', problem, fix: `npm run ${command} -- --help` });
}
