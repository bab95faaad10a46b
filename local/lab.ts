import path from 'node:path';
import { readStack, type Stack } from '../account/stack.ts';
import { type Step, silently } from '../cli/step.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator/emulator.ts';
import { type Clients, localClients } from './local-aws.ts';
import { buildIfStale } from './sam/built-functions.ts';
import { deployLocally } from './sam/deploy.ts';

/** The lab, deployed to its own embedded AWS. */
export interface Lab {
  emulator: Emulator;
  clients: Clients;
  outputs: Stack['outputs'];
  bucket: string;
}

export interface LabOptions extends EmulatorOptions {
  /** Parameters of the template. */
  parameters?: Readonly<Record<string, string>>;
}

/**
 * Starts the embedded AWS and deploys the lab to it with `sam build` and `sam deploy`, as a user of AWS would.
 * @throws Failure when a step fails. The embedded AWS then runs until `stopAllLeashed` or until this process ends.
 */
export async function startLab(options: LabOptions, step: Step = silently): Promise<Lab> {
  const emulator = await step('Start the embedded AWS (MiniStack)', () => startEmulator(options));
  const { endpoint } = emulator;
  const template = path.join(await buildIfStale(step), 'template.yaml');
  const { parameters = {} } = options;
  await step('Create the stack (sam deploy)', (onLine) =>
    deployLocally({ endpoint, template, parameters, onLine }),
  );
  const clients = localClients(endpoint);
  const { outputs } = await readStack(clients.cloudFormation);
  return { emulator, clients, outputs, bucket: outputs.BucketName ?? '' };
}
