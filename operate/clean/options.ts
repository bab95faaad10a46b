import { ACCOUNT_OPTIONS, refuseTwoAccounts } from '../../cli/account-options.ts';
import { readOptions, usageFailure } from '../../cli/command-options.ts';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../../cli/help.ts';
import type { Asked } from './plan.ts';

export interface CleanOptions extends Asked {
  help: boolean;
  local: boolean;
  /** Which lab `local` means, if two are up. */
  which?: string;
  yes: boolean;
  dryRun: boolean;
  region?: string;
  profile?: string;
}

const COMMAND = {
  script: 'clean',
  about:
    'Removes everything that the lab created in your AWS account, with sam deploy or by hand. It lists the resources first and asks for confirmation.',
  options: {
    'dry-run': { type: 'boolean', text: 'only list the resources' },
    yes: { type: 'boolean', text: 'do not ask for confirmation' },
    stack: { type: 'string', value: 'NAME', text: 'remove only this stack' },
    topic: { type: 'string', value: 'NAME', text: 'topic of the lab, if there are several' },
    bucket: { type: 'string', value: 'NAME', text: 'bucket of a lab that was built by hand' },
    also: {
      ...{ type: 'string', value: 'NAME', multiple: true },
      text: 'also remove this resource, which is connected to the lab but has another name (can be repeated)',
    },
    'bucket-with-everything': { type: 'boolean', text: 'remove the bucket even if it holds other objects' },
    ...ACCOUNT_OPTIONS,
    help: HELP_OPTION,
  },
  examples: [
    'npm run clean -- --dry-run',
    'npm run clean -- --local --yes',
    'npm run clean -- --stack my-lab',
  ],
  exitStatus:
    '0 if nothing of the lab is left, 1 if something is left, 2 if nothing was done because AWS could not be read or nobody could confirm.',
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/** Reads the options of `npm run clean`. @throws Failure that names the wrong option. */
export function parseCleanOptions(args: readonly string[]): CleanOptions {
  const {
    'dry-run': dryRun = false,
    'bucket-with-everything': bucketWithEverything = false,
    ...rest
  } = readOptions({ ...COMMAND, args }).values;
  const { help = false, local = false, yes = false, also = [], ...names } = rest;
  refuseTwoAccounts('clean', { ...names, local });
  if (names.stack !== undefined && (names.topic ?? names.bucket) !== undefined)
    throw usageFailure(
      'clean',
      '--stack cannot be combined with --topic or --bucket. A stack has its own topic and bucket.',
    );
  return { help, local, yes, also, dryRun, bucketWithEverything, ...names };
}
