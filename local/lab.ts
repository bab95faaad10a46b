import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './built-functions.ts';
import { deployLocally } from './deploy.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { leaveOutTlsDemands, mendStack } from './emulator-gaps.ts';
import { type Clients, localClients } from './local-aws.ts';
import { localFolder } from './set-up/project.mjs';
import { readStack, type Stack } from './stack.ts';
import { type Step, silently } from './step.ts';

/** The lab, deployed onto an embedded AWS of its own. */
export interface Lab {
  emulator: Emulator;
  clients: Clients;
  outputs: Stack['outputs'];
  bucket: string;
  /** A sentence for each thing in which the embedded AWS is not like AWS. */
  gaps: string[];
}

export interface LabOptions extends EmulatorOptions {
  /** Of the template. */
  parameters?: Readonly<Record<string, string>>;
}

/**
 * Starts the embedded AWS and deploys the lab onto it, as a user of AWS would: `sam build`, `sam deploy`.
 * @throws Failure; what was started by then runs on, until `stopAllLeashed` or the end of this process.
 */
export async function startLab(options: LabOptions, step: Step = silently): Promise<Lab> {
  const buildFolder = path.join(localFolder, `${options.name}-build`, 'artifacts');
  const template = path.join(buildFolder, 'template.yaml');
  const emulator = await step('Start the embedded AWS (MiniStack)', () => startEmulator(options));
  const clients = localClients(emulator.endpoint);
  // A copy, since what is deployed onto the embedded AWS is not quite the template.
  const built = await buildIfStale(step);
  rmSync(buildFolder, { recursive: true, force: true });
  cpSync(built, buildFolder, { recursive: true });
  const gaps = leaveOutTlsDemands(template);
  await step('Create the stack (sam deploy)', (onLine) =>
    deployLocally({
      endpoint: emulator.endpoint,
      template,
      s3: clients.s3,
      onLine,
      parameters: options.parameters ?? {},
    }),
  );
  gaps.push(...(await mendStack(clients, template)));
  const { outputs } = await readStack(clients.cloudFormation);
  const bucket = outputs.BucketName ?? '';
  return { emulator, clients, outputs, bucket, gaps };
}
