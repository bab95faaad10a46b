import { ACCOUNT_OPTIONS, refuseTwoAccounts } from '../cli/account-options.ts';
import { readOptions, usageFailure } from '../cli/command-options.ts';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../cli/help.ts';
import { parsePagePort } from '../local/start/page-options.ts';

export interface PageOptions {
  help: boolean;
  local: boolean;
  which?: string;
  region?: string;
  profile?: string;
  write: boolean;
  record?: string;
  replay?: string;
  port?: number;
}

const COMMAND = {
  script: 'page',
  about:
    'Serves the live page for the AWS account of your current credentials. It only looks, and shows how many calls to AWS it makes. It runs until Ctrl-C.',
  options: {
    local: ACCOUNT_OPTIONS.local,
    which: ACCOUNT_OPTIONS.which,
    write: {
      type: 'boolean',
      text: 'allow the page to upload pictures, send dead letters again and grade fully',
    },
    record: { type: 'string', value: 'FILE', text: 'record what the page shows, without account ids' },
    replay: { type: 'string', value: 'FILE', text: 'show a recording. It needs nothing else' },
    'page-port': { type: 'string', value: 'N', text: 'port of the live page (default: any free port)' },
    region: ACCOUNT_OPTIONS.region,
    profile: ACCOUNT_OPTIONS.profile,
    help: HELP_OPTION,
  },
  examples: ['npm run page', 'npm run page -- --local', 'npm run page -- --replay demo.recording'],
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/** Reads the options of `npm run page`. @throws Failure for a wrong option. */
export function parsePageOptions(args: readonly string[]): PageOptions {
  const { values } = readOptions({ ...COMMAND, args });
  const { help = false, local = false, write = false, 'page-port': port, ...more } = values;
  const options = {
    help,
    local,
    write,
    ...more,
    ...(port !== undefined && { port: parsePagePort('page', port) }),
  };
  refuseTwoAccounts('page', options);
  const { replay, record, which, region, profile } = options;
  const others = [record, which, region, profile].some((one) => one !== undefined) || local || write;
  if (replay !== undefined && others)
    throw usageFailure('page', '--replay shows a recording, so it cannot be combined with another option.');
  return options;
}
