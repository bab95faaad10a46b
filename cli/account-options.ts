import { usageFailure } from './command-options.ts';
import type { DescribedOption } from './help.ts';

/** The options that choose an AWS account and region. Commands that call AWS share them. */
export const ACCOUNT_OPTIONS = {
  local: { type: 'boolean', text: "use the embedded AWS that 'npm start' or 'npm run lab' runs" },
  which: {
    ...{ type: 'string', value: 'LAB' },
    text: "with --local, if both are up: 'lab' for that of 'npm run lab', or 'start'",
  },
  region: {
    ...{ type: 'string', value: 'REGION' },
    text: 'AWS region (default: AWS_REGION, then AWS_DEFAULT_REGION, then your profile)',
  },
  profile: { type: 'string', value: 'NAME', text: 'profile of your AWS configuration' },
} as const satisfies Record<string, DescribedOption>;

interface ChosenAccount {
  local?: boolean;
  region?: string;
  profile?: string;
}

/** @throws Failure when `--local` is combined with the name of a profile or region. */
export function refuseTwoAccounts(script: string, { local = false, region, profile }: ChosenAccount): void {
  if (!local || (profile ?? region) === undefined) return;
  const why = 'The embedded AWS has one account and region.';
  throw usageFailure(script, `--local cannot be combined with --profile or --region. ${why}`);
}
