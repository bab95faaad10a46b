import { Failure } from '../../cli/failure.mjs';

/** Options of the AWS CLI that would lead to another account, with the reason why the lab's command has its own. */
const REFUSED: Readonly<Record<string, string>> = {
  '--endpoint-url': 'It reaches only the lab on this machine.',
  '--profile': 'It uses only the credentials of the lab on this machine.',
  '--region': 'The lab has one region, ap-northeast-1.',
};

/** The AWS CLI accepts the start of an option's name. Options of services do not begin like this. */
const SHORTEST = 5;

/**
 * Checks that the user's arguments cannot lead to another account than the lab's.
 * @throws Failure for an option that chooses an endpoint, a profile or a region.
 */
export function refuseOtherAccounts(args: readonly string[]): void {
  for (const arg of args) {
    const [typed = ''] = arg.split('=');
    const refused = Object.keys(REFUSED).find((name) => typed.length >= SHORTEST && name.startsWith(typed));
    if (refused === undefined) continue;
    throw new Failure({
      code: 'aws-for-the-lab-only',
      problem: `This aws is for the lab only, so it does not take ${refused}. ${REFUSED[refused]}`,
      fix: 'leave the option out, or open a new terminal for the aws of your own account',
    });
  }
}
