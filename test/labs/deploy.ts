import path from 'node:path';
import { readStack } from '../../account/stack.ts';
import type { Aws } from '../../aws/clients.ts';
import { deployLocally } from '../../local/sam/deploy.ts';
import { untilEmpty } from '../../solve/labs/messaging.ts';
import { uploadSample } from '../../solve/labs/storage.ts';

interface DeployOptions {
  endpoint: string;
  account: string;
  /** The folder where `sam build` put the functions and the template. */
  buildFolder: string;
  /** The name of the stack. By default, the project's own. */
  stack?: string;
  /** The parameters of the template. */
  parameters: Readonly<Record<string, string>>;
}

/** Deploys the lab with `sam deploy` and uploads a picture. @returns when no message is in flight. */
export async function deployLab(aws: Aws, options: DeployOptions): Promise<void> {
  const { endpoint, account, buildFolder, stack, parameters } = options;
  const template = path.join(buildFolder, 'template.yaml');
  await deployLocally({ endpoint, template, account, stack, parameters });
  const { outputs } = await readStack(aws.cloudFormation, stack);
  const { BucketName = '', ThumbnailQueueUrl = '', MobileQueueUrl = '' } = outputs;
  await uploadSample(aws, BucketName);
  for (const url of [ThumbnailQueueUrl, MobileQueueUrl]) await untilEmpty(aws, { url });
}
