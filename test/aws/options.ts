import { readOptions, usageFailure } from '../../cli/command-options.ts';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../../cli/help.ts';

export interface TestOptions {
  help: boolean;
  /** Twelve digits. The test creates resources only in this account. */
  account: string;
  /** The address that gets the confirmation email of task 9. */
  email: string | undefined;
  region: string | undefined;
  profile: string | undefined;
}

const COMMAND = {
  script: 'test:aws',
  synopsis: '-- --account 123456789012 [options]',
  about:
    'Tests the lab in a real AWS account. It deploys the lab with names of its own, sends pictures and grades the lab. Then it removes a permission, checks that the grader finds this, and redrives the failed message. Finally it removes everything and estimates the cost. It takes about 15 minutes and a few cents.',
  options: {
    account: {
      ...{ type: 'string', value: 'ID' },
      text: 'account of your credentials (required). The test stops if your credentials belong to another account',
    },
    email: {
      ...{ type: 'string', value: 'ADDRESS' },
      text: 'subscribe this address (task 9) and open the link in the email within 10 minutes. Without it, the bonus is 5 of 10',
    },
    region: {
      ...{ type: 'string', value: 'REGION' },
      text: 'AWS region (default: AWS_REGION, then AWS_DEFAULT_REGION, then your profile)',
    },
    profile: { type: 'string', value: 'NAME', text: 'profile of your AWS configuration' },
    help: HELP_OPTION,
  },
  exitStatus:
    '0 if everything went as expected, 1 if something did not or is left in the account, 2 if nothing was done.',
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/** Reads the options of `npm run test:aws`. @throws Failure with the option, the expected value and the value found. */
export function parseTestOptions(args: readonly string[]): TestOptions {
  const { help = false, account = '', email, region, profile } = readOptions({ ...COMMAND, args }).values;
  if (!help && !/^\d{12}$/.test(account)) {
    const found = account === '' ? 'it is missing' : `found '${account}'`;
    throw usageFailure('test:aws', `--account must be the 12 digits of your AWS account: ${found}.`);
  }
  return { help, account, email, region, profile };
}
