/** `npm run class:deploy`: deploys what grades a class on Step Functions. */
import wrapAnsi from 'wrap-ansi';
import { regionBeforeProfile } from '../../aws/region.ts';
import { showStep } from '../../cli/progress.ts';
import { runCommand } from '../../cli/run-command.ts';
import { chosenAccount } from '../../local/chosen-account.ts';
import { findClassStack } from './class-stack.ts';
import { DEPLOY_USAGE, type DeployOptions, parseDeployOptions } from './cloud-options.ts';
import { deployClass, describeBundle } from './deploy-class.ts';
import { renderEstimate } from './estimate.ts';

await runCommand({ usage: DEPLOY_USAGE, parse: parseDeployOptions, run: deploy });

async function deploy(options: DeployOptions): Promise<number> {
  const { stack, parameters, estimate, region, profile } = options;
  if (estimate !== undefined) {
    console.log(renderEstimate(estimate, regionBeforeProfile(region)));
    return 0;
  }
  const account = await chosenAccount(options);
  const { endpoint } = account;
  const bundled = await deployClass({ stack, parameters, endpoint, region, profile }, showStep);
  const { bucket } = await findClassStack(account, stack);
  const lines = [
    '',
    describeBundle(bundled),
    `Rosters and results are in the bucket ${bucket}. Nobody outside the account can read it.`,
    '',
    `Next: npm run class:run -- roster.csv${options.local ? ' --local' : ''}`,
  ];
  console.log(lines.map((line) => wrapAnsi(line, 80)).join('\n'));
  return 0;
}
