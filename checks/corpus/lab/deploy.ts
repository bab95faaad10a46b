import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { deployLocally } from '../../../local/deploy.ts';
import { leaveOutTlsDemands, mendStack } from '../../../local/emulator-gaps.ts';
import { readStack } from '../../../local/stack.ts';
import type { Aws } from '../../aws.ts';
import { untilEmpty } from './messaging.ts';
import { uploadSample } from './storage.ts';

interface DeployOptions {
  endpoint: string;
  account: string;
  /** Where `sam build` put the functions and the template. */
  buildFolder: string;
  /** The stack's name; the project's own unless it is given. */
  stack?: string;
  /** Of the template. */
  parameters: Readonly<Record<string, string>>;
}

/** The lab as `sam deploy` makes it, with a picture uploaded and nothing in work. */
export async function deployLab(aws: Aws, options: DeployOptions): Promise<void> {
  const { endpoint, account, buildFolder, stack, parameters } = options;
  const template = path.join(buildFolder, `template-${account}.yaml`);
  copyFileSync(path.join(buildFolder, 'template.yaml'), template);
  leaveOutTlsDemands(template);
  await deployLocally({ endpoint, template, s3: aws.s3, account, stack, parameters });
  await mendStack(aws, template, stack);
  const { outputs } = await readStack(aws.cloudFormation, stack);
  const { BucketName = '', ThumbnailQueueUrl = '', MobileQueueUrl = '' } = outputs;
  await uploadSample(aws, BucketName);
  for (const url of [ThumbnailQueueUrl, MobileQueueUrl]) await untilEmpty(aws, { url });
}
