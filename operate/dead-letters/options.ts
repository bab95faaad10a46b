import { ACCOUNT_OPTIONS, refuseTwoAccounts } from '../../cli/account-options.ts';
import { readOptions, usageFailure } from '../../cli/command-options.ts';
import { type CommandHelp, type DescribedOption, HELP_OPTION, renderHelp } from '../../cli/help.ts';

/** The options of both commands. They choose the dead-letter queues. */
export interface QueueOptions {
  help: boolean;
  local: boolean;
  /** Which lab `local` means, if two are up. */
  which?: string;
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
  /** Largest number of messages per second. SQS chooses the rate when it is undefined. */
  rate?: number;
  /** Seconds after which the command stops following the messages. The default is as long as all tries can take. */
  timeout?: number;
}

const QUEUE_OPTIONS = {
  stack: { type: 'string', value: 'NAME', text: "stack that 'sam deploy' created" },
  topic: { type: 'string', value: 'NAME', text: "name or ARN of the lab's topic, if there are several" },
  queue: { type: 'string', value: 'NAME', text: 'only this queue or dead-letter queue' },
  ...ACCOUNT_OPTIONS,
} as const satisfies Record<string, DescribedOption>;

const LIST = {
  script: 'dead-letters',
  about:
    "Lists the messages in the lab's dead-letter queues. For each message it shows the picture and the reason from the function's log. Listing changes nothing.",
  options: {
    format: { type: 'string', value: 'FORMAT', text: 'terminal or json (default: terminal)' },
    ...QUEUE_OPTIONS,
    help: HELP_OPTION,
  },
  examples: ['npm run dead-letters -- --local', 'npm run dead-letters -- --queue mobile-queue --format json'],
  exitStatus: '0 if the dead-letter queues are empty, 1 if they hold messages, 2 if AWS could not be read.',
} as const satisfies CommandHelp;

const REDRIVE = {
  script: 'redrive',
  about:
    "Moves the messages in the lab's dead-letter queues back to their source queues and waits until the functions have processed them. SQS moves all messages of a queue. It cannot move single messages.",
  options: {
    yes: { type: 'boolean', short: 'y', text: 'do not ask for confirmation' },
    rate: {
      ...{ type: 'string', value: 'N' },
      text: 'move N messages per second, from 1 to 500 (default: SQS chooses the rate)',
    },
    timeout: {
      ...{ type: 'string', value: 'SECONDS' },
      text: 'stop waiting after this time (default: when all tries of a message are over)',
    },
    ...QUEUE_OPTIONS,
    help: HELP_OPTION,
  },
  examples: ['npm run redrive -- --local', 'npm run redrive -- --queue thumbnail-queue --rate 50 --yes'],
  exitStatus:
    '0 if all messages were processed, 1 if a message came back, was not moved or is still waiting, 2 if the command failed.',
} as const satisfies CommandHelp;

export const LIST_USAGE = renderHelp(LIST);
export const REDRIVE_USAGE = renderHelp(REDRIVE);

/** Reads the options of `npm run dead-letters`. @throws Failure with the option, the expected values and the value found. */
export function parseListOptions(args: readonly string[]): ListOptions {
  const { format = 'terminal', ...values } = readOptions({ ...LIST, args }).values;
  if (format !== 'terminal' && format !== 'json') {
    throw usageFailure('dead-letters', `--format is '${format}': expected terminal or json.`);
  }
  return { ...requireOneAccount('dead-letters', values), format };
}

/** Reads the options of `npm run redrive`. @throws Failure with the option, the expected values and the value found. */
export function parseRedriveOptions(args: readonly string[]): RedriveOptions {
  const { rate, timeout, yes = false, ...values } = readOptions({ ...REDRIVE, args }).values;
  return {
    ...requireOneAccount('redrive', values),
    yes,
    ...(rate !== undefined && { rate: parseNumber('--rate', rate, 500) }),
    ...(timeout !== undefined && { timeout: parseNumber('--timeout', timeout, 86_400) }),
  };
}

function requireOneAccount(command: string, values: Partial<QueueOptions>): QueueOptions {
  const { help = false, local = false, ...names } = values;
  refuseTwoAccounts(command, { ...names, local });
  return { help, local, ...names };
}

function parseNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw usageFailure('redrive', `${option} is '${text}': expected a whole number from 1 to ${most}.`);
}
