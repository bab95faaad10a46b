/**
 * `npm run aws -- …`, and `aws` after `eval "$(npm run --silent lab -- --env)"`: the project's own AWS CLI, for the lab of
 * `npm run lab` only.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { endLike, runChild } from '../../cli/child.mjs';
import { Failure, reportFailure } from '../../cli/failure.mjs';
import { localFolder, toolCommand } from '../../cli/project.mjs';
import { refuseSwallowedOptions } from '../../cli/swallowed-options.mjs';
import { LOCAL_ACCOUNT, LOCAL_REGION, localEnvironment } from '../local-aws.ts';
import { findLabByHand } from '../start/running-lab.ts';
import { refuseOtherAccounts } from './aws-arguments.ts';
import { noLabByHand } from './no-lab.ts';

await main().catch((error) => {
  reportFailure(error);
  // The status of the AWS CLI for a wrong command line.
  process.exitCode = 252;
});

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  refuseSwallowedOptions('aws', { args, options: {} });
  refuseOtherAccounts(args);
  const lab = await findLabByHand();
  if (lab === undefined) throw noLabByHand();
  const tool = toolCommand('aws');
  if (!existsSync(tool)) throw noTool();
  // It is visible, but not for a program that reads the output.
  if (process.stderr.isTTY)
    console.error(
      styleText('dim', `[the lab at ${lab.endpoint}, account ${LOCAL_ACCOUNT}, ${LOCAL_REGION}]`),
    );
  // `file://` names a file in the user's folder.
  const cwd = process.env.INIT_CWD && process.env.npm_lifecycle_event ? process.env.INIT_CWD : process.cwd();
  // The CLI ignores AWS_ENDPOINT_URL for SQS.
  const command = ['--endpoint-url', lab.endpoint, ...args];
  endLike(await runChild(tool, command, { cwd, env: environment(lab.endpoint) }));
}

/** An older version of the project can have started the lab, or the folder of the tools was removed. */
function noTool(): Failure {
  return new Failure({
    code: 'no-aws-cli',
    problem: "Expected the project's AWS CLI in .local/tools, but it is not installed.",
    fix: 'npm run aws -- --version   # installs it',
  });
}

/** The user's aliases and plug-ins of the AWS CLI are in the home folder. */
function environment(endpoint: string): NodeJS.ProcessEnv {
  const HOME = path.join(localFolder, 'lab-commands/home');
  mkdirSync(HOME, { recursive: true });
  const { REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, ...env } = localEnvironment(endpoint);
  const noProxy = Object.keys(env).filter((name) => /^(https?|all)_proxy$/i.test(name));
  for (const name of noProxy) delete env[name];
  return { ...env, HOME };
}
