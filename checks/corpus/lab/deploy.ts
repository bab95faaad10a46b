import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { readOutputs, STACK_NAME } from '../../../local/deploy.ts';
import { leaveOutTlsDemands, restoreLifecycleRules } from '../../../local/emulator-gaps.ts';
import { restoreMaximumConcurrency } from '../../../local/emulator-gaps-triggers.ts';
import { localEnvironment } from '../../../local/local-aws.ts';
import { runSam } from '../../../local/sam.ts';
import type { Aws } from '../../aws.ts';
import { uploadSample } from './storage.ts';

interface DeployOptions {
  endpoint: string;
  account: string;
  /** Where `sam build` put the functions and the template. */
  buildFolder: string;
  /** Of the template. */
  parameters: Readonly<Record<string, string>>;
}

/** The lab as `sam deploy` makes it, with a picture uploaded. */
export async function deployLab(aws: Aws, options: DeployOptions): Promise<void> {
  const { endpoint, account, buildFolder, parameters } = options;
  const template = path.join(buildFolder, `template-${account}.yaml`);
  copyFileSync(path.join(buildFolder, 'template.yaml'), template);
  leaveOutTlsDemands(template);
  const artifacts = `sam-artifacts-${account}`;
  await aws.s3.send(new CreateBucketCommand({ Bucket: artifacts }));
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const args = [
    ...['deploy', '--template-file', template, '--stack-name', STACK_NAME],
    ...['--s3-bucket', artifacts, '--no-resolve-s3', '--capabilities', 'CAPABILITY_NAMED_IAM'],
    ...['--no-confirm-changeset', '--no-progressbar', '--parameter-overrides', ...overrides],
  ];
  await runSam(args, { env: { ...localEnvironment(endpoint), AWS_ACCESS_KEY_ID: account } });
  const { BucketName = '' } = await readOutputs(aws.cloudFormation);
  await restoreLifecycleRules(aws.s3, BucketName, template);
  await restoreMaximumConcurrency(aws.lambda);
  await uploadSample(aws, BucketName);
}
