import { LOCAL_REGION, localVariables } from '../local/local-aws.ts';
import { findRunningLab } from '../local/running-lab.ts';
import { Failure } from '../local/set-up/failure.mjs';
import type { AwsOptions } from './aws.ts';

/** The account that a command's options choose. @throws Failure when no lab is up here. */
export async function chosenAccount({ local, region, profile }: AccountOptions): Promise<AwsOptions> {
  return local ? localAccount() : { region, profile };
}

interface AccountOptions {
  local: boolean;
  region?: string | undefined;
  profile?: string | undefined;
}

/** What `--local` means: the account of the lab that `npm start` has up. @throws Failure when no lab is up here. */
async function localAccount(): Promise<AwsOptions> {
  const lab = await findRunningLab();
  if (lab === undefined) {
    throw new Failure({
      code: 'no-local-lab',
      problem: 'No lab is up on this machine.',
      fix: 'npm start   # in another terminal; it stays up until Ctrl-C',
    });
  }
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = localVariables(lab.endpoint);
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return { endpoint: lab.endpoint, region: LOCAL_REGION, credentials };
}
